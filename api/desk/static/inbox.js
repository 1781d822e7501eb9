// New cases appear without a reload. The list is fetched again with its ETag; a screen reader hears how many are new.

const PAUSE_MS = 10_000;
const list = document.getElementById("lijst");
const news = document.getElementById("nieuws");
let tag = "";

const links = (where) => [...where.querySelectorAll("tbody a")].map((link) => link.getAttribute("href"));

function put(html) {
  const before = links(list);
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  list.replaceChildren(...fresh.body.childNodes);
  const added = links(list).filter((address) => !before.includes(address)).length;
  if (added) news.textContent = added === 1 ? "Er is een nieuwe zaak." : `Er zijn ${added} nieuwe zaken.`;
  if (focused) [...list.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
}

async function look() {
  if (document.visibilityState !== "visible") return;
  const headers = tag ? { "If-None-Match": tag } : {};
  const answer = await fetch(list.dataset.address, { headers, redirect: "error", cache: "no-store" });
  if (!answer.ok) return;
  const first = !tag;
  tag = answer.headers.get("ETag") ?? "";
  const html = await answer.text();
  if (!first || list.innerHTML.trim() !== html.trim()) put(html);
}

async function keepLooking() {
  try {
    await look();
  } catch {
    // no connection, or logged out: the next time may do better
  }
  setTimeout(keepLooking, PAUSE_MS);
}

if (list?.dataset.address) {
  setTimeout(keepLooking, PAUSE_MS);
  document.addEventListener("visibilitychange", () => look().catch(() => {}));
}
