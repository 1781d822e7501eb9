// What this browser remembers: the key to the conversation, messages on their way, and the words being typed.
// Storage can be full or forbidden (private windows); the conversation then works until the page is left.

const NAME = "maakwijzer";
let held = null;

function load() {
  if (held === null) {
    try {
      held = JSON.parse(localStorage.getItem(NAME)) ?? {};
    } catch {
      held = {};
    }
  }
  return held;
}

export function recall(key) {
  return load()[key] ?? null;
}

export function remember(key, value) {
  load()[key] = value;
  try {
    localStorage.setItem(NAME, JSON.stringify(held));
  } catch {
    // nothing to do: `held` keeps it for as long as the page is open
  }
}

// Another tab of this site changed what is remembered: take it over and tell.
export function onChange(tell) {
  addEventListener("storage", (event) => {
    if (event.key !== NAME && event.key !== null) return;
    held = null;
    load();
    tell();
  });
}

export function forget() {
  held = {};
  try {
    localStorage.removeItem(NAME);
  } catch {
    // it could not be stored either
  }
}
