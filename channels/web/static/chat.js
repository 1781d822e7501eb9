// The chat: one conversation, begun when the person begins, taken up again after a reload.
// What is sent waits in a queue with a key of its own, so that sending it again is always safe.

import { forget, onChange, recall, remember } from "./memory.js";
import { choices, messageItem } from "./render.js";
import { call } from "./transport.js";

const RETRY_S = [1, 3, 8]; // after that the person decides
const TYPING_MS = 400; // a quick answer needs no "is typing"
const POLL_REST_S = 5;

const $ = (id) => document.getElementById(id);
const log = $("log");
const list = $("messages");
const words = $("words");
const known = new Map(); // message id → message
let conversation = recall("conversation");
let queue = recall("queue") ?? [];
let sending = false;
let polling = null;
let last = null; // id of the newest message the server told of while waiting for news

// ---- what is seen ----

function status(text) {
  $("status").textContent = text;
}

function alertWith(text, retry = null) {
  const box = $("alert");
  box.replaceChildren();
  if (!text) return;
  const line = document.createElement("p");
  line.textContent = text;
  box.append(line);
  if (retry) {
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Opnieuw versturen";
    again.addEventListener("click", () => {
      focusAfterPress();
      retry();
    });
    box.append(again);
  }
  if (queue.length) scrollToTurn(); // the notice takes room from the messages
}

// After a press the pressed button is gone. On a touch screen the keyboard should not jump up for that.
function focusAfterPress() {
  if (matchMedia("(pointer: coarse)").matches) log.focus({ preventScroll: true });
  else words.focus({ preventScroll: true });
}

function show(message) {
  if (known.has(message.id)) return known.get(message.id).item;
  const mine = message.key && list.querySelector(`[data-key="${CSS.escape(message.key)}"]`);
  const item = messageItem(message);
  if (mine) mine.replaceWith(item);
  else list.append(item);
  known.set(message.id, { message, item });
  return item;
}

function showAll(messages) {
  const items = messages.filter((message) => !known.has(message.id)).map(show);
  refreshChoices();
  if (items.length) scrollToTurn();
}

function showPending({ key, shown }) {
  if (list.querySelector(`[data-key="${CSS.escape(key)}"]`)) return;
  const now = new Date().toISOString();
  const item = messageItem({ id: "", key, role: "user", kind: "answer", text: shown, createdAt: now, attachments: [] });
  item.classList.add("pending");
  list.append(item);
  refreshChoices();
  scrollToTurn();
}

// Only what was said after the person's last message can still be pressed.
function refreshChoices() {
  const items = [...list.children];
  const turn = items.slice(items.findLastIndex((item) => item.classList.contains("user")) + 1);
  for (const { message, item } of known.values()) {
    const present = item.querySelector(".choices");
    const wanted = message.buttons.length > 0 && turn.includes(item);
    if (!wanted) present?.remove();
    else if (!present) item.append(choices(message, press));
  }
}

// The person's last message goes to the top: a long answer is then read from its beginning.
function scrollToTurn() {
  const mine = [...list.children].findLast((item) => item.classList.contains("user"));
  log.scrollTop = mine ? mine.offsetTop - 8 : 0;
}

// On a small screen the conversation takes the whole of it.
function fillScreen() {
  if (matchMedia("(width < 62rem)").matches) $("gesprek").scrollIntoView();
}

function showProgress({ progress, questionId, complete }) {
  const under = Boolean(questionId) && !complete;
  $("progress").hidden = !under;
  if (!under) return;
  const number = Math.min(progress.answered + 1, progress.total);
  $("progress-text").textContent = `Vraag ${number} van ongeveer ${progress.total}`;
  $("meter").max = progress.total;
  $("meter").value = progress.answered;
}

function showBegun() {
  $("invite").hidden = Boolean(conversation);
  $("data").hidden = !conversation;
  document.body.classList.toggle("talking", Boolean(conversation));
}

// ---- sending ----

function press(payload, title) {
  focusAfterPress();
  send({ payload, shown: title });
}

async function send(what) {
  alertWith("");
  if (!conversation && !(await begin())) return false;
  const item = { key: crypto.randomUUID(), ...what };
  keep([...queue, item]);
  showPending(item);
  pump();
  return true;
}

function keep(items) {
  queue = items;
  remember("queue", queue);
}

async function begin() {
  try {
    status("De assistent komt erbij.");
    const { id, token, messages } = await call("POST", "/conversations", { body: { channel: "web" } });
    conversation = { id, token };
    remember("conversation", conversation);
    showBegun();
    showAll(messages);
    fillScreen();
    last = messages.at(-1).id;
    poll();
    return true;
  } catch (failure) {
    alertWith(failure.kind === "later" && !failure.after ? "Er is geen verbinding. Probeer het zo nog eens." : failure.message);
    return false;
  } finally {
    status("");
  }
}

// Send what waits, one by one and in order.
async function pump() {
  if (sending || !conversation) return;
  sending = true;
  alertWith("");
  const typing = setTimeout(() => status("De assistent is aan het typen."), TYPING_MS);
  try {
    while (queue.length) {
      const item = queue[0];
      const reply = await sendOne(item);
      sent(item);
      showAll(reply.messages);
      if (conversation) showProgress(reply);
    }
  } catch (failure) {
    failed(failure);
  } finally {
    clearTimeout(typing);
    status("");
    sending = false;
  }
}

async function sendOne({ key, text, payload }) {
  const { id, token } = conversation;
  const body = payload === undefined ? { text } : { payload };
  for (const pause of [...RETRY_S, null]) {
    try {
      return await call("POST", `/conversations/${id}/messages`, { token, body, key });
    } catch (failure) {
      if (failure.kind !== "later" || pause === null) throw failure;
      status("Het versturen lukt nog niet. Ik probeer het zo opnieuw.");
      await rest(Math.max(pause, failure.after));
    }
  }
}

function sent({ key }) {
  if (conversation) keep(queue.filter((item) => item.key !== key)); // else the person's words just ended it
  list.querySelector(`[data-key="${CSS.escape(key)}"]`)?.classList.remove("pending");
}

function failed(failure) {
  if (failure.kind === "gone") {
    over("Dit gesprek is er niet meer. U kunt een nieuw gesprek beginnen.");
  } else if (failure.kind === "refused") {
    const [item, ...others] = queue;
    keep(others);
    list.querySelector(`[data-key="${CSS.escape(item.key)}"]`)?.remove();
    refreshChoices();
    if (!words.value && item.text) words.value = item.text;
    alertWith(failure.message);
  } else {
    alertWith(failure.message, pump);
  }
}

function rest(seconds) {
  return new Promise((done) => {
    const timer = setTimeout(finish, seconds * 1000);
    function finish() {
      clearTimeout(timer);
      removeEventListener("online", finish);
      done();
    }
    addEventListener("online", finish);
  });
}

// ---- news: the number of a case, an advisor, another tab ----

async function poll() {
  polling?.abort();
  const mine = (polling = new AbortController());
  while (conversation && !mine.signal.aborted && document.visibilityState === "visible") {
    const { id, token } = conversation;
    try {
      const news = await call("GET", `/conversations/${id}/messages?after=${last}`, { token, signal: mine.signal });
      if (mine.signal.aborted) return;
      if (news.messages.length) {
        last = news.messages.at(-1).id;
        showAll(news.messages);
      }
      if (!sending) showProgress(news);
    } catch (failure) {
      if (mine.signal.aborted) return;
      if (failure.kind === "gone" || failure.kind === "refused") {
        over("Dit gesprek is er niet meer. U kunt een nieuw gesprek beginnen.");
        return;
      }
      await rest(POLL_REST_S);
    }
  }
}

// ---- beginning, going on, ending ----

async function goOn() {
  showBegun();
  log.setAttribute("aria-live", "off"); // what was said before is not read out again
  try {
    const found = await call("GET", `/conversations/${conversation.id}`, { token: conversation.token });
    showAll(found.messages);
    showProgress(found);
    last = found.messages.at(-1).id;
    queue.forEach(showPending);
    scrollToTurn();
    fillScreen();
    poll();
    pump();
  } catch (failure) {
    if (failure.kind === "gone") over("Uw vorige gesprek is er niet meer. U kunt een nieuw gesprek beginnen.");
    else alertWith("Uw gesprek kan nu niet worden geladen.", goOn);
  } finally {
    setTimeout(() => log.removeAttribute("aria-live"), 1000);
  }
}

// The conversation ends here; what is on the screen stays readable when it was erased by the person's own words.
function over(text, clear = false) {
  polling?.abort();
  conversation = null;
  queue = [];
  forget();
  if (clear) {
    known.clear();
    list.replaceChildren();
    words.value = "";
  }
  list.querySelectorAll(".choices").forEach((box) => box.remove());
  known.clear();
  $("progress").hidden = true;
  showBegun();
  alertWith(text);
}

async function saveCopy() {
  try {
    const held = await call("GET", `/conversations/${conversation.id}/export`, { token: conversation.token });
    const file = new Blob([JSON.stringify(held, null, 2)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "maakwijzer-gesprek.json";
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (failure) {
    alertWith(failure.message);
  }
}

async function eraseAll() {
  try {
    polling?.abort();
    await call("DELETE", `/conversations/${conversation.id}`, { token: conversation.token });
  } catch (failure) {
    if (failure.kind !== "gone") {
      alertWith("Het wissen is niet gelukt. Probeer het zo nog eens.");
      poll();
      return;
    }
  }
  over("Uw gesprek is gewist.", true);
}

function listen() {
  $("say").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = words.value;
    words.focus();
    if (!text.trim()) {
      alertWith("Typ eerst uw antwoord.");
      return;
    }
    words.value = "";
    remember("draft", "");
    if (!(await send({ text, shown: text.trim() })) && !words.value) {
      words.value = text;
      remember("draft", text);
    }
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $("say").requestSubmit();
  });
  words.addEventListener("input", () => remember("draft", words.value));
  $("start").addEventListener("click", async () => {
    alertWith("");
    if (await begin()) focusAfterPress();
  });
  $("human").addEventListener("click", () => send({ text: "Ik wil een mens spreken", shown: "Ik wil een mens spreken" }));
  $("data").addEventListener("click", () => $("data-dialog").showModal());
  $("data-close").addEventListener("click", () => $("data-dialog").close());
  for (const [id, work] of [["data-save", saveCopy], ["data-leave", leave], ["data-erase", eraseAll]]) {
    $(id).addEventListener("click", () => {
      $("data-dialog").close();
      work();
    });
  }
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? poll() : polling?.abort()));
  addEventListener("online", pump);
}

function leave() {
  over("Het gesprek is van dit apparaat gehaald.", true);
}

// Another tab began the conversation, or ended it.
function follow() {
  const theirs = recall("conversation");
  if (conversation && !theirs) {
    over("Het gesprek is in een ander tabblad beëindigd.", true);
  } else if (!conversation && theirs) {
    conversation = theirs;
    goOn();
  }
}

listen();
onChange(follow);
words.value = recall("draft") ?? "";
$("without-script").remove();
for (const id of ["say", "chat-tools"]) $(id).hidden = false;
if (conversation) goOn();
else showBegun();
