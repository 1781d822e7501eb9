// The chat on another site: a button that opens it as a panel, in a shadow root so that neither page changes the other.
// On a large screen the panel lies beside the page; on a small one it takes the whole of it and keeps the focus.

import { chat } from "./chat.js";
import { button, element } from "./element.js";
import { recall } from "./memory.js";
import { absolute } from "./transport.js";

const NAME = "maakwijzer-gesprek";
const SMALL = matchMedia("(width < 40rem), (height < 30rem)");
const STYLE = new URL("widget.css", import.meta.url).href;

class Widget extends HTMLElement {
  #panel;
  #launcher;
  #begun = false;

  connectedCallback() {
    if (this.shadowRoot) return;
    const shadow = this.attachShadow({ mode: "open" });
    const style = element("link", { rel: "stylesheet", href: STYLE });
    const all = element("div", { class: `widget ${this.dataset.side === "left" ? "left" : "right"}`, lang: "nl" });
    all.hidden = true; // until it has its style
    style.addEventListener("load", () => (all.hidden = false));
    this.#launcher = button(this.#label(), { class: "primary launcher", "aria-expanded": "false", "aria-haspopup": "dialog" });
    this.#panel = element("dialog", { class: "panel", "aria-label": "Gesprek met Maakwijzer" });
    all.append(this.#launcher, this.#panel);
    shadow.append(style, all);
    this.#launcher.addEventListener("click", () => (this.#panel.open ? this.#close() : this.#open()));
    this.#panel.addEventListener("close", () => this.#closed());
    this.#panel.addEventListener("keydown", (event) => this.#escape(event));
    SMALL.addEventListener("change", () => this.#resized());
  }

  #label() {
    if (recall("conversation")) return "Verder met uw gesprek";
    return this.dataset.label?.trim() || "Waar staat uw bedrijf?";
  }

  // The chat is made at the first opening: until then nothing is asked of the server.
  #open() {
    if (!this.#begun) {
      this.#begun = true;
      const section = element("section", { class: "chat" });
      const close = button("Sluiten", { class: "quiet close" });
      close.addEventListener("click", () => this.#close());
      this.#panel.append(element("div", { class: "panel-bar" }, element("p", {}, "Maakwijzer"), close), section);
      chat(section);
    }
    this.#show();
    this.#launcher.setAttribute("aria-expanded", "true");
    const start = this.shadowRoot.getElementById("start");
    (start.closest("[hidden]") ? this.shadowRoot.getElementById("words") : start).focus();
  }

  #show() {
    if (SMALL.matches) this.#panel.showModal();
    else this.#panel.show();
  }

  #close() {
    this.#panel.close();
  }

  #closed() {
    if (this.#panel.open) return; // only shown anew for another size of the window
    this.#launcher.setAttribute("aria-expanded", "false");
    this.#launcher.textContent = this.#label();
    this.#launcher.focus();
  }

  // A modal panel closes by itself at Escape, and so do the dialogs in it.
  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || this.#panel.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.#close();
  }

  #resized() {
    if (!this.#panel.open || this.#panel.querySelector("dialog[open]")) return;
    const focused = this.shadowRoot.activeElement;
    this.#panel.close();
    this.#show();
    focused?.focus();
  }
}

// The settings stand on the script's own tag; a page may also place the element itself.
function place() {
  if (document.querySelector(NAME)) return;
  const tag = [...document.scripts].find((script) => script.src.split(/[?#]/)[0] === absolute("/widget.js"));
  const widget = document.createElement(NAME);
  Object.assign(widget.dataset, tag?.dataset);
  document.body.append(widget);
}

if (!customElements.get(NAME)) {
  customElements.define(NAME, Widget);
  place();
}
