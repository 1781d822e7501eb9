// An element with its attributes and children. Text is always set as text, never read as HTML.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function button(text, attributes = {}) {
  return element("button", { type: "button", ...attributes }, text);
}

// A radio button or checkbox with its label beside it.
export function tick(type, id, name, label, checked = false) {
  const box = element("input", { type, id, name });
  box.checked = checked;
  return element("div", { class: "check" }, box, element("label", { for: id }, label));
}
