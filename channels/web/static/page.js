// The chat on our own home page.

import { chat } from "./chat.js";

const root = document.getElementById("gesprek");

// On a small screen the conversation takes the whole of it.
function fillScreen() {
  if (matchMedia("(width < 62rem)").matches) root.scrollIntoView();
}

chat(root, { onBegun: fillScreen });
