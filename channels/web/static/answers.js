// "Mijn antwoorden": what is noted for each question, in words, and a control of the right kind to change it.
// The questions, their options and all values come from the API; the conversation says what changed.

import { button, element, tick } from "./element.js";

const UNITS = { people: "mensen", euro: "euro", percent: "procent" };
const FIELDS = {
  email: { type: "email", autocomplete: "email" },
  phone: { type: "tel", autocomplete: "tel" },
};
const AS_NUMBER = /^\d+([.]\d+)?$/;
const THOUSANDS = /[.\s](?=\d{3}(\D|$))/g;

// `within` calls the API about the conversation; `changed` is told its reply to a change.
export function answersDialog(root, within, changed) {
  const said = element("p", { class: "hint", role: "status" });
  const blocks = element("div");
  const close = button("Sluiten", { class: "quiet" });
  const dialog = element(
    "dialog",
    { class: "wide", "aria-labelledby": "antwoorden-kop" },
    element("h2", { id: "antwoorden-kop" }, "Mijn antwoorden"),
    element("p", {}, "Klopt een antwoord niet meer? Kies 'Wijzig'. De assistent rekent daarna met uw nieuwe antwoord."),
    said,
    blocks,
    close,
  );
  root.append(dialog);
  close.addEventListener("click", () => dialog.close());

  async function open() {
    said.textContent = "Uw antwoorden worden opgehaald.";
    blocks.replaceChildren();
    dialog.showModal();
    await refresh();
  }

  async function refresh() {
    try {
      const { answers } = await within("GET", "/answers");
      blocks.replaceChildren(...grouped(answers));
      said.textContent = answers.length ? "" : "Er staan nog geen antwoorden genoteerd.";
    } catch (failure) {
      said.textContent = failure.message;
    }
  }

  function grouped(answers) {
    const titles = [...new Set(answers.map((answer) => answer.block))];
    return titles.map((title) => {
      const rows = answers.filter((answer) => answer.block === title).map(row);
      return element("section", {}, element("h3", {}, title), element("ul", { class: "answers" }, ...rows));
    });
  }

  function row(answer) {
    const item = element("li", { "data-question": answer.questionId });
    show(item, answer);
    return item;
  }

  function show(item, answer) {
    const edit = button("Wijzig", { class: "quiet" });
    edit.append(element("span", { class: "unseen" }, ` ${answer.label}`));
    edit.addEventListener("click", () => ask(item, answer));
    const words = element("p", { class: answer.status }, answer.words);
    item.replaceChildren(element("p", { class: "label" }, answer.label), words, edit);
    return edit;
  }

  function ask(item, answer) {
    const problem = element("p", { class: "mistake", role: "alert", id: `fout-${answer.questionId}` });
    const control = controlFor(answer, problem.id);
    const buttons = element("div", { class: "buttons" }, element("button", { type: "submit", class: "primary" }, "Opslaan"));
    const form = element("form", { novalidate: "" }, ...control.parts, problem, buttons);
    const cancel = button("Annuleren");
    cancel.addEventListener("click", () => show(item, answer).focus());
    if (answer.unknownLabel !== null) {
      const unknown = button(answer.unknownLabel);
      unknown.addEventListener("click", () => save(null));
      buttons.append(unknown);
    }
    buttons.append(cancel);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { value, mistake } = control.read();
      if (mistake) complain(mistake);
      else save(value);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // only the change is left, not the list
      event.stopPropagation();
      show(item, answer).focus();
    });
    item.replaceChildren(form);
    control.first.focus();

    function complain(text) {
      problem.textContent = text;
      control.first.focus();
    }

    async function save(value) {
      if (form.ariaBusy === "true") return;
      form.ariaBusy = "true";
      try {
        const reply = await within("PUT", `/answers/${answer.questionId}`, { body: { value } });
        changed(reply);
        await refresh();
        said.textContent = reply.messages[0]?.text ?? "";
        blocks.querySelector(`[data-question="${CSS.escape(answer.questionId)}"] button`)?.focus();
      } catch (failure) {
        complain(failure.reason ?? failure.message);
      } finally {
        form.ariaBusy = "false";
      }
    }
  }

  return { open };
}

// ---- the controls, one for each kind of question ----

// The elements of a control, the one that gets the focus, and `read`: the value, or what is wrong with it.
function controlFor(answer, problemId) {
  if (answer.choices.length) return choiceOf(answer, problemId);
  return field(answer, problemId);
}

function choiceOf(answer, problemId) {
  const several = answer.kind === "multi";
  const set = element("fieldset", { "aria-describedby": problemId }, element("legend", {}, answer.text));
  const boxes = answer.choices.map((choice, index) => {
    const id = `${answer.questionId}-${index}`;
    const line = tick(several ? "checkbox" : "radio", id, answer.questionId, choice.label, choice.chosen);
    set.append(line);
    return line.firstChild;
  });
  const alone = answer.choices.findIndex((choice) => choice.alone);
  set.addEventListener("change", (event) => keepAlone(boxes, alone, boxes.indexOf(event.target)));
  const chosen = () => answer.choices.filter((_choice, index) => boxes[index].checked).map((choice) => choice.value);
  const read = () => {
    if (several && (chosen().length || alone === -1)) return { value: chosen() };
    return chosen().length ? { value: chosen()[0] } : { mistake: "Maak eerst een keuze." };
  };
  const note = several ? [element("p", { class: "hint" }, alone === -1 ? "Kies alles wat past, of niets." : "Kies alles wat past.")] : [];
  return { parts: [set, ...note], first: boxes.find((box) => box.checked) ?? boxes[0], read };
}

// "Geen van deze" goes with no other choice: whichever was ticked last stays.
function keepAlone(boxes, alone, last) {
  if (alone === -1 || !boxes[last].checked) return;
  boxes.forEach((box, index) => {
    if (index !== last && (index === alone || last === alone)) box.checked = false;
  });
}

function field(answer, problemId) {
  const id = `nieuw-${answer.questionId}`;
  const number = answer.unit !== null;
  const shown = number && answer.value !== null ? answer.value.toLocaleString("nl-NL", { maximumFractionDigits: 20 }) : answer.value;
  const how = number ? { type: "text", inputmode: "decimal" } : (FIELDS[answer.kind] ?? { type: "text" });
  const tag = answer.kind === "text" && String(answer.value ?? "").length > 60 ? "textarea" : "input";
  const input = element(tag, { id, maxlength: 4000, "aria-describedby": problemId, autocomplete: "off", ...(tag === "input" ? how : {}) });
  input.value = shown ?? "";
  const unit = number ? [element("span", {}, UNITS[answer.unit])] : [];
  const parts = [element("label", { for: id }, answer.text), element("div", { class: "with-unit" }, input, ...unit)];
  const read = () => {
    const text = input.value.trim();
    if (!text) return { mistake: "Vul eerst een antwoord in." };
    if (!number) return { value: text };
    const digits = text.replace(/^€\s*/, "").replace(THOUSANDS, "").replace(",", ".");
    if (!AS_NUMBER.test(digits)) return { mistake: "Schrijf het getal in cijfers, bijvoorbeeld 1.250.000." };
    return { value: Number(digits) };
  };
  return { parts, first: input, read };
}
