// The chat: one conversation, begun when the person begins, taken up again after a reload. The same on our own page and
// in the panel on other sites: `chat(root)` fills the element it is given and touches nothing outside it.
// What is sent waits in a queue with a key of its own, so that sending it again is always safe.

import { answersDialog } from "./answers.js";
import { dataDialog } from "./data.js";
import { button, element } from "./element.js";
import { frame } from "./frame.js";
import { forget, onChange, recall, remember } from "./memory.js";
import { choices, messageItem } from "./render.js";
import { resultDialog } from "./result.js";
import { speaks } from "./speaker.js";
import { call, file } from "./transport.js";

const RETRY_S = [1, 3, 8]; // after that the person decides
const TYPING_MS = 400; // a quick answer needs no "is typing"
const POLL_REST_S = 5;

// `onBegun` is called when a conversation begins or is taken up again; `code` goes on with one that was begun elsewhere.
export function chat(root, { onBegun = () => {}, code = null } = {}) {
  const ui = frame(root);
  const { log, list, words } = ui;
  const speaker = speaks(ui);
  const known = new Map(); // message id → message and its item
  let conversation = recall("conversation");
  let queue = recall("queue") ?? [];
  let sending = false;
  let polling = null;
  let last = null; // id of the newest message the server told of while waiting for news

  // ---- what is seen ----

  function status(text, typing = false) {
    ui.status.textContent = text;
    ui.status.classList.toggle("typing", typing);
  }

  function alertWith(text, retry = null) {
    ui.alert.replaceChildren();
    if (!text) return;
    ui.alert.append(element("p", {}, text));
    if (retry) {
      const again = button("Opnieuw versturen");
      again.addEventListener("click", () => {
        focusAfterPress();
        retry();
      });
      ui.alert.append(again);
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
    const item = messageItem(message, fetched);
    if (mine) mine.replaceWith(item);
    else list.append(item);
    known.set(message.id, { message, item });
    return item;
  }

  function showAll(messages) {
    const items = messages.filter((message) => !known.has(message.id)).map(show);
    refreshChoices();
    showResult();
    if (items.length) scrollToTurn();
    return items;
  }

  function showPending({ key, shown }) {
    if (list.querySelector(`[data-key="${CSS.escape(key)}"]`)) return;
    const now = new Date().toISOString();
    const item = messageItem({ id: "", key, role: "user", kind: "answer", text: shown, createdAt: now, attachments: [] }, fetched);
    item.classList.add("pending");
    list.append(item);
    refreshChoices();
    scrollToTurn();
  }

  // Only what was said after the person's last message can still be pressed, and a question only where it was last asked.
  function refreshChoices() {
    const items = [...list.children];
    const turn = items.slice(items.findLastIndex((item) => item.classList.contains("user")) + 1);
    const asked = turn.findLast((item) => item.classList.contains("question"));
    for (const { message, item } of known.values()) {
      const present = item.querySelector(".choices");
      const current = turn.includes(item) && (message.kind !== "question" || item === asked);
      const wanted = message.buttons.length > 0 && current;
      if (!wanted) present?.remove();
      else if (!present) item.append(choices(message, press));
    }
  }

  // The person's last message goes to the top: a long answer is then read from its beginning.
  function scrollToTurn() {
    scrollTo([...list.children].findLast((item) => item.classList.contains("user")));
  }

  function scrollTo(item) {
    if (getComputedStyle(log).overflowY !== "visible") log.scrollTop = item ? item.offsetTop - 8 : 0;
    else item?.scrollIntoView(); // zoomed in far, the page scrolls and not the log
  }

  function showProgress({ progress, questionId, complete, advisor }) {
    speaker.show(advisor);
    const under = Boolean(questionId) && !complete;
    ui.progress.hidden = !under;
    if (!under) return;
    const number = Math.min(progress.answered + 1, progress.total);
    ui.progressText.textContent = `Vraag ${number} van ongeveer ${progress.total}`;
    ui.meter.max = progress.total;
    ui.meter.value = progress.answered;
  }

  function showBegun() {
    ui.invite.hidden = Boolean(conversation);
    ui.given.hidden = ui.data.hidden = !conversation;
    showResult();
    root.classList.toggle("talking", Boolean(conversation));
  }

  // "Uw uitslag" is there as soon as a result was said.
  function showResult() {
    ui.result.hidden = !conversation || ![...known.values()].some(({ message }) => message.kind === "result");
  }

  // ---- sending ----

  function press(payload, title) {
    focusAfterPress();
    send({ payload, shown: title });
  }

  async function send(what) {
    alertWith("");
    if (!conversation && !(await begin())) return false;
    const item = { key: newKey(), ...what };
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
      onBegun();
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
    const typing = setTimeout(() => speaker.isPerson() || status("De assistent is aan het typen.", true), TYPING_MS);
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
          const [first] = showAll(news.messages);
          if (first && (news.advisor || speaker.isPerson())) scrollTo(first);
        }
        if (!sending) showProgress(news);
      } catch (failure) {
        if (mine.signal.aborted) return;
        if (failure.kind === "gone" || failure.kind === "refused") {
          if (!sending) over("Dit gesprek is er niet meer. U kunt een nieuw gesprek beginnen."); // else the reply tells
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
      onBegun();
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
    root.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    known.clear();
    ui.progress.hidden = true;
    speaker.show(null);
    showBegun();
    alertWith(text);
  }

  function listen() {
    ui.say.addEventListener("submit", async (event) => {
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
      ui.say.requestSubmit();
    });
    words.addEventListener("input", () => remember("draft", words.value));
    ui.start.addEventListener("click", async () => {
      alertWith("");
      if (await begin()) focusAfterPress();
    });
    ui.human.addEventListener("click", () => send({ text: speaker.toTheOther(), shown: speaker.toTheOther() }));
    ui.data.addEventListener("click", data.open);
    ui.given.addEventListener("click", answers.open);
    ui.result.addEventListener("click", result.open);
    document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? poll() : polling?.abort()));
    addEventListener("online", pump);
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

  const fetched = (url) => file(url, conversation.token);
  const within = (method, path = "", options = {}) =>
    call(method, `/conversations/${conversation.id}${path}`, { token: conversation.token, ...options });
  async function eraseIt() {
    polling?.abort(); // the news would be that there is no conversation
    try {
      await within("DELETE");
    } catch (failure) {
      if (failure.kind === "gone") return;
      poll();
      throw failure;
    }
  }

  const data = dataDialog(root, within, {
    eraseIt,
    erased: () => over("Uw gesprek is gewist.", true),
    left: () => over("Het gesprek is van dit apparaat gehaald.", true),
  });
  const answers = answersDialog(root, within, (reply) => {
    const [first] = showAll(reply.messages);
    if (first) scrollTo(first);
    showProgress(reply);
  });
  const result = resultDialog(root, within, (path) => file(`/api/v1/chat/conversations/${conversation.id}${path}`, conversation.token));
  listen();
  onChange(follow);
  words.value = recall("draft") ?? "";
  if (conversation) goOn();
  else showBegun();
  if (code) goOnElsewhere();

  // A conversation that is here already is not left without a word: the person sends the code himself then.
  function goOnElsewhere() {
    const text = `hervat ${code}`;
    if (!conversation) send({ text, shown: text });
    else {
      words.value = text;
      alertWith("U hebt hier al een gesprek. Kies 'Verstuur' om verder te gaan met het gesprek uit uw mail.");
    }
  }
}

// `crypto.randomUUID` is only there on https, and this need not be.
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
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
