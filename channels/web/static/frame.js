// What the chat is made of: the same on our own page and in the panel on other sites. Returns the parts by name.

import { button, element } from "./element.js";

const EXAMPLES = ["Wij frezen onderdelen, een man of twaalf", "Een kleine drie miljoen, denk ik", "Weet ik niet, sla maar over"];

export function frame(root) {
  const ui = {
    root,
    speaker: element("p", { class: "machine" }, "Geautomatiseerde assistent"),
    human: button("Spreek een mens", { class: "quiet" }),
    given: button("Mijn antwoorden", { class: "quiet" }),
    result: button("Uw uitslag", { class: "quiet" }),
    data: button("Uw gegevens", { class: "quiet" }),
    progressText: element("label", { for: "meter" }),
    meter: element("progress", { id: "meter", max: 1, value: 0 }),
    list: element("ol", { id: "messages" }),
    start: button("Start het gesprek", { class: "primary", id: "start" }),
    status: element("p", { class: "status", role: "status" }),
    alert: element("div", { class: "alert", role: "alert" }),
    words: element("textarea", { id: "words", rows: 1, maxlength: 4000, autocomplete: "off", "aria-describedby": "keys" }),
  };
  ui.log = element("div", { class: "log", role: "log", "aria-label": "Berichten", tabindex: 0 }, ui.list);
  ui.progress = element("div", { class: "progress" }, ui.progressText, ui.meter);
  ui.invite = invite(ui.start);
  ui.say = form(ui.words);
  ui.progress.hidden = ui.invite.hidden = ui.given.hidden = ui.result.hidden = ui.data.hidden = true;
  root.replaceChildren(bar(ui), ui.log, ui.invite, ui.status, ui.alert, ui.say);
  root.removeAttribute("aria-label");
  root.setAttribute("aria-labelledby", "gesprek-kop");
  return ui;
}

function bar(ui) {
  const name = element(
    "div",
    { class: "chat-name" },
    element("h2", { id: "gesprek-kop" }, "Gesprek"),
    ui.speaker,
  );
  const tools = element("div", { class: "chat-tools" }, ui.human, ui.given, ui.result, ui.data);
  return element("header", { class: "chat-bar" }, name, tools, ui.progress);
}

function invite(start) {
  return element(
    "div",
    { class: "invite" },
    element("p", {}, "U praat met een computer. U typt gewoon wat u zou zeggen, bijvoorbeeld:"),
    element("ul", {}, ...EXAMPLES.map((example) => element("li", {}, example))),
    start,
  );
}

function form(words) {
  return element(
    "form",
    { class: "say" },
    element("label", { for: "words" }, "Uw antwoord"),
    element("div", { class: "say-row" }, words, element("button", { type: "submit", class: "primary" }, "Verstuur")),
    element("p", { class: "hint", id: "keys" }, "Enter verstuurt, Shift met Enter geeft een nieuwe regel."),
  );
}
