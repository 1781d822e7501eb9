// What the owner says appears in the thread without a reload. New lines are added at the end, never redrawn: a screen
// reader then reads only what is new.

const PAUSE_MS = 4000;
const list = document.getElementById("thread");

async function look() {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch(`${location.pathname}/thread`, { redirect: "error" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(`<ol>${await answer.text()}</ol>`, "text/html");
  for (const line of fresh.querySelectorAll("li")) {
    if (!document.getElementById(line.id)) list.append(document.adoptNode(line));
  }
}

async function keepLooking() {
  try {
    await look();
  } catch {
    // no connection, or logged out: the next time may do better
  }
  setTimeout(keepLooking, PAUSE_MS);
}

if (list) setTimeout(keepLooking, PAUSE_MS);
