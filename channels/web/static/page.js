// The chat on our own home page.

import { chat } from "./chat.js";

const root = document.getElementById("gesprek");

// On a small screen the conversation takes the whole of it.
function fillScreen() {
  if (matchMedia("(width < 62rem)").matches) root.scrollIntoView();
}

// A link from a mail: #hervat=ABCD-2345. The code goes from the address at once; a server never gets to see it.
function codeInAddress() {
  const found = location.hash.match(/^#hervat=([A-Z0-9]{4}-[A-Z0-9]{4})$/);
  if (!found) return null;
  history.replaceState(null, "", location.pathname);
  return found[1];
}

chat(root, { onBegun: fillScreen, code: codeInAddress() });
