// The result page with scripts: the action list is copied by a press, and "wat als" answers at once, in its place.

import { element } from "./element.js";

for (const press of document.querySelectorAll("[data-copy]")) {
  const said = press.parentElement.querySelector("[role=status]");
  press.hidden = false;
  press.addEventListener("click", async () => {
    const source = document.getElementById(press.dataset.copy);
    said.textContent = (await copied(source.textContent)) ? "De lijst is gekopieerd." : "Kopiëren lukt hier niet. De tekst is geselecteerd.";
    if (!said.textContent.startsWith("De lijst")) getSelection().selectAllChildren(source);
  });
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not allowed, or not on https
  }
}

const section = document.getElementById("wat-als");
section.addEventListener("submit", (event) => {
  if (!section.contains(event.submitter)) return; // the report, or the form again
  event.preventDefault();
  tryOut(event.target, event.submitter);
});
section.addEventListener("change", (event) => {
  const press = event.target.closest("details")?.querySelector("button[type=submit]");
  if (press) tryOut(event.target.form, press);
});

let latest = 0;

async function tryOut(form, press) {
  const mine = ++latest;
  const outcome = section.querySelector(".outcome");
  try {
    const sent = new URLSearchParams(new FormData(form, press));
    const response = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== latest) return; // a newer answer is on its way
    const found = page.querySelector("#wat-als .outcome");
    const mistake = page.querySelector("#wat-als .mistake");
    if (!found) throw new Error("no outcome");
    press.closest("details").append(outcome); // where the answer was changed, also on a small screen
    if (mistake) outcome.replaceChildren(element("p", { class: "mistake" }, mistake.textContent));
    else outcome.replaceChildren(...found.childNodes);
  } catch {
    outcome.replaceChildren(element("p", { class: "mistake" }, "Het verschil kan nu niet worden berekend. Probeer het zo nog eens."));
  }
}
