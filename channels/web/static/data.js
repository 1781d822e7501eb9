// "Uw gegevens": how long the conversation is kept, a copy of everything, off this device, or erased.

import { button, element } from "./element.js";
import { save as saveFile } from "./render.js";

const DAY = { day: "numeric", month: "long", year: "numeric" };

// `within` calls the API about the conversation, `eraseIt` erases it; `erased` and `left` are told what the person did.
export function dataDialog(root, within, { eraseIt, erased, left }) {
  const kept = element("p");
  const problem = element("p", { class: "mistake", role: "alert" });
  const save = button("Bewaar een kopie");
  const leave = button("Haal van dit apparaat");
  const erase = button("Wis gesprek", { class: "danger" });
  const close = button("Sluiten", { class: "quiet" });
  const dialog = element(
    "dialog",
    { "aria-labelledby": "gegevens-kop" },
    element("h2", { id: "gegevens-kop" }, "Uw gegevens"),
    element("p", {}, "Dit gesprek blijft op dit apparaat staan, zodat u later verder kunt. Deelt u dit apparaat met anderen? Haal het gesprek er dan af."),
    kept,
    element(
      "ul",
      { class: "choices-list" },
      way(save, "Alles wat u hebt verteld en uw uitslag, in een bestand."),
      way(leave, "U kunt het gesprek daarna niet meer openen. Een dossier bij een adviseur blijft bestaan."),
      way(erase, "Het gesprek, uw antwoorden en een dossier bij een adviseur verdwijnen. Dit kunt u niet terugdraaien."),
    ),
    problem,
    close,
  );
  root.append(dialog);

  async function open() {
    kept.hidden = true;
    problem.textContent = "";
    dialog.showModal();
    try {
      const { keptUntil } = await within("GET");
      const day = new Date(keptUntil).toLocaleDateString("nl-NL", DAY);
      kept.textContent = `Typt u niets meer, dan wordt het gesprek na ${day} gewist.`;
      kept.hidden = false;
    } catch {
      // no connection: the date is left out, the rest is still true
    }
  }

  async function copy() {
    try {
      const file = new Blob([JSON.stringify(await within("GET", "/export"), null, 2)], { type: "application/json" });
      saveFile({ blob: file, name: "maakwijzer-gesprek.json" });
      dialog.close();
    } catch (failure) {
      problem.textContent = failure.message;
    }
  }

  async function eraseAll() {
    try {
      await eraseIt();
    } catch {
      problem.textContent = "Het wissen is niet gelukt. Probeer het zo nog eens.";
      return;
    }
    dialog.close();
    erased();
  }

  save.addEventListener("click", copy);
  erase.addEventListener("click", eraseAll);
  close.addEventListener("click", () => dialog.close());
  leave.addEventListener("click", () => {
    dialog.close();
    left();
  });
  return { open };
}

function way(press, meaning) {
  return element("li", {}, press, element("p", {}, meaning));
}
