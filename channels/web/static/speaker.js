// Who speaks now: the assistant, or an advisor who took over. It stands above the conversation all the time, and the
// button beside it leads to the other of the two.

const MACHINE = { label: "Geautomatiseerde assistent", way: "Spreek een mens", words: "Ik wil een mens spreken" };
const PERSON = { label: "U spreekt met een mens", way: "Verder met de assistent", words: "Verder met de assistent" };

export function speaks(ui) {
  let name = null;
  const current = () => (name === null ? MACHINE : PERSON);
  return {
    show(advisor) {
      name = advisor ?? null;
      ui.speaker.textContent = current().label;
      ui.speaker.classList.toggle("person", name !== null);
      ui.human.textContent = current().way;
    },
    isPerson: () => name !== null,
    toTheOther: () => current().words,
  };
}
