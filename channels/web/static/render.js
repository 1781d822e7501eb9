// Messages as elements. Everything a message says is set as text, never as HTML.

import { button, element, tick } from "./element.js";

const SPEAKERS = { bot: "Assistent", user: "U", advisor: "Adviseur" };
const ACTIONS = new Set(["skip", "unknown"]); // on a multiple choice these are no choices but ways on
const ADDRESS = /https?:\/\/[^\s]+[^\s.,;:!?)'"]/g;

// `fetched` gets a file of ours as a blob: it is only for who holds the token, so an address alone does not do.
export function messageItem(message, fetched) {
  const item = element("li", { class: `message ${message.role} ${message.kind}`, "data-id": message.id });
  if (message.key) item.dataset.key = message.key;
  const name = [SPEAKERS[message.role], message.author].filter(Boolean).join(" ");
  const speaker = element("span", {}, name, element("span", { class: "unseen" }, ":"));
  const who = element("p", { class: "who" }, speaker, " ", element("time", { datetime: message.createdAt }, moment(message.createdAt)));
  item.append(who, element("div", { class: "words" }, ...blocks(message.text)));
  for (const attachment of message.attachments) item.append(attached(attachment, fetched));
  return item;
}

// The clock, with the day before it when that is not today.
function moment(createdAt) {
  const at = new Date(createdAt);
  const clock = at.toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });
  if (at.toDateString() === new Date().toDateString()) return clock;
  return `${at.toLocaleDateString("nl-NL", { day: "numeric", month: "long" })}, ${clock}`;
}

function attached(attachment, fetched) {
  return attachment.type === "image" ? picture(attachment, fetched) : paper(attachment, fetched);
}

// What a picture shows is in its text alternative; when it does not come, that text stands in its place.
function picture({ url, title }, fetched) {
  const image = element("img", { alt: title, class: "picture" });
  const box = element("div", { class: "attached" }, image);
  image.hidden = true;
  fetched(url).then(
    ({ blob }) => {
      image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
      image.src = URL.createObjectURL(blob);
      image.hidden = false;
    },
    () => box.replaceChildren(element("p", { class: "hint" }, title)),
  );
  return box;
}

function paper({ url, title }, fetched) {
  const press = button(title, { class: "download" });
  const problem = element("p", { class: "mistake", role: "alert" });
  press.addEventListener("click", async () => {
    problem.textContent = "";
    press.ariaBusy = "true";
    try {
      save(await fetched(url));
    } catch (failure) {
      problem.textContent = failure.message;
    } finally {
      press.ariaBusy = "false";
    }
  });
  return element("div", { class: "attached" }, press, problem);
}

// Offer a file to be saved.
export function save({ blob, name }) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name ?? "maakwijzer" });
  link.click();
  URL.revokeObjectURL(link.href);
}

// A small part of what a text may hold: paragraphs, lists, and a line in **bold** as a heading of what follows.
export function blocks(text) {
  const made = [];
  let list = null;
  for (const line of text.trim().split("\n")) {
    const point = line.match(/^\s*(?:-|(\d+)\.)\s+(.*)$/);
    const bold = line.match(/^\s*\*\*(.+?)\*\*:?\s*$/);
    if (point) {
      const tag = point[1] ? "ol" : "ul";
      if (list?.localName !== tag) {
        list = element(tag, tag === "ol" && point[1] !== "1" ? { start: point[1] } : {});
        made.push(list);
      }
      list.append(element("li", {}, ...inline(point[2])));
      continue;
    }
    list = null;
    if (bold) made.push(element("p", { class: "head" }, element("strong", {}, bold[1])));
    else if (line.trim()) made.push(paragraph(made.at(-1), line));
    else made.push(null);
  }
  return [...new Set(made.filter(Boolean))];
}

// Lines that follow each other belong to one paragraph; an empty line (null) begins a new one.
function paragraph(last, line) {
  if (last?.localName === "p" && last.className !== "head") {
    last.append(element("br"), ...inline(line));
    return last;
  }
  return element("p", {}, ...inline(line));
}

function inline(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    parts.push(...strong(text.slice(from, found.index)), link(found[0]));
    from = found.index + found[0].length;
  }
  return [...parts, ...strong(text.slice(from))];
}

function strong(text) {
  return text
    .split(/\*\*(.+?)\*\*/)
    .map((part, index) => (index % 2 ? element("strong", {}, part) : part))
    .filter((part) => part !== "");
}

function link(address) {
  const shown = address.replace(/^https?:\/\//, "");
  const note = element("span", { class: "unseen" }, " (opent in een nieuw tabblad)");
  return element("a", { href: address, target: "_blank", rel: "noopener" }, shown, note);
}

// The choices under a message: buttons, or checkboxes with a button to send them.
export function choices(message, press) {
  const options = message.buttons.filter((button) => !message.multiple || !ACTIONS.has(button.payload));
  const actions = message.buttons.filter((button) => !options.includes(button));
  const box = element("div", { class: "choices" });
  if (message.multiple) box.append(checkboxes(message, options, press));
  else if (options.length) box.append(buttons(options, press));
  if (actions.length) box.append(buttons(actions, press));
  return box;
}

function buttons(options, press) {
  const row = element("div", { class: "buttons" });
  for (const option of options) {
    const choice = button(option.title);
    choice.addEventListener("click", () => press(option.payload, option.title));
    row.append(choice);
  }
  return row;
}

function checkboxes(message, options, press) {
  const form = element("form", { class: "multiple" });
  const set = element("fieldset", {}, element("legend", {}, "Kies alles wat past"));
  for (const option of options) {
    const line = tick("checkbox", `${message.id}-${option.payload}`, message.id, option.title);
    line.firstChild.value = option.payload;
    set.append(line);
  }
  const note = element("p", { class: "hint", role: "status" });
  form.append(set, element("button", { type: "submit", class: "primary" }, "Verstuur keuze"), note);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...form.querySelectorAll("input:checked")];
    if (!chosen.length) {
      note.textContent = "Kies er eerst een of meer, of typ uw antwoord.";
      return;
    }
    const titles = chosen.map((box) => box.nextElementSibling.textContent);
    press(chosen.map((box) => box.value).join(","), titles.join(", "));
  });
  return form;
}
