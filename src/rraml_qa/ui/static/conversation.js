// The conversation: clicks become events for the server, or words for the evidence pane beside it.
// `element`, `trigger`, `props` and `watch` are given by gr.HTML.
let kept = null; // the turn that is being asked again, and so stays in view

const turnOf = (node) => node.closest("[data-turn]");
const numberOf = (node) => Number(turnOf(node).dataset.turn);

const copied = (text, button) => tell("copy", { text, button });

const citationsOf = (turn) => {
  const cards = document.createElement("template");
  cards.innerHTML = turn.querySelector(".cards").dataset.cards;
  return [...cards.content.querySelectorAll("[data-citation]")].map((button) => button.dataset.citation).join("\n\n");
};

function linkTo(button) {
  const link = new URL(location.pathname, location.origin);
  link.searchParams.set("q", button.dataset.question);
  const desk = element.querySelector("[data-corpus]");
  if (desk && desk.dataset.corpus) link.searchParams.set("corpus", desk.dataset.corpus);
  for (const surface of JSON.parse(button.dataset.typed)) link.searchParams.append("typed", surface);
  return link.href;
}

// What was thought of a turn stays pressed when the conversation is shown anew, after a reload too.
const RATED = "rraml-qa-rated";
const rated = new Map(ratedBefore());

function ratedBefore() {
  try {
    const before = JSON.parse(sessionStorage.getItem(RATED));
    return Array.isArray(before) ? before.filter(Array.isArray) : [];
  } catch {
    return [];
  }
}
const named = (turn) => `${turn.dataset.turn} ${turn.querySelector(".asked").textContent}`;

function press(turn) {
  const good = rated.get(named(turn));
  for (const thumb of turn.querySelectorAll("[data-act=rate]")) thumb.setAttribute("aria-pressed", thumb.dataset.good === good);
}

function rate(button) {
  const turn = turnOf(button);
  rated.set(named(turn), button.dataset.good);
  try {
    sessionStorage.setItem(RATED, JSON.stringify([...rated]));
  } catch {
    // a browser that keeps nothing
  }
  press(turn);
  trigger("rate", { turn: numberOf(turn), good: button.dataset.good === "1", comment: "" });
  const form = turn.querySelector("form.comment");
  form.dataset.good = button.dataset.good;
  form.hidden = false;
  form.querySelector("textarea").focus();
}

// What is typed is sent from here, so that the box is free for the next question at once. What was typed and not sent,
// or sent and not answered, comes back: after a reload, and where the server can't be reached.
const boxOf = () => document.querySelector("#question textarea");
const DRAFT = "rraml-qa-draft";
const SOON = 1500; // milliseconds after which it is looked whether the server is there
const LATE = 10_000; // milliseconds after which an answer doesn't come any more
const sent = []; // questions that have no answer yet
let given = null; // what was put back into the box
let recalled = false; // whether what was kept is in the box

function write(text) {
  const box = boxOf();
  if (!box) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

const draft = () => [...sent, boxOf()?.value ?? ""].filter((text) => text.trim()).join("\n");

function keep() {
  if (!recalled) return;
  try {
    sessionStorage.setItem(DRAFT, draft());
  } catch {
    // a browser that keeps nothing
  }
}

function giveBack(question) {
  if (!sent.includes(question)) return;
  given = draft();
  write(given);
  sent.length = 0;
  keep();
  tell("tell", { text: "The server doesn’t answer. What you asked is back in its box; ask again once the server runs." });
}

function settle(question) {
  const at = sent.indexOf(question);
  if (at >= 0) sent.splice(at, 1);
  if (given === question && boxOf()?.value === question) write(""); // it was answered after all
  keep();
}

function send(question) {
  if (question.trim()) {
    sent.push(question);
    setTimeout(() => { if (sent.includes(question)) fetch(location.pathname, { method: "HEAD" }).catch(() => giveBack(question)); }, SOON);
    setTimeout(() => giveBack(question), LATE);
  }
  trigger("ask", { question });
  keep();
}

document.addEventListener("rraml:ask", (event) => send(event.detail.question));

function sendTyped() {
  if (!measure()) return;
  const question = boxOf().value;
  if (question.trim()) write("");
  send(question);
}

// How much room is left for a question, told near the limit; what is too long, or was refused, is told beside the box.
const NEAR = 0.8;
const roomOf = () => document.querySelector("#room-left");
const lengthOf = (text) => [...text].length; // code points, as the server counts
const most = () => Number(roomOf()?.dataset.most ?? Infinity);

function tellRoom(text, refused) {
  const room = roomOf();
  if (!room) return;
  room.textContent = text;
  room.hidden = !text;
  room.classList.toggle("refused", refused);
  if (refused) boxOf()?.setAttribute("aria-invalid", "true");
  else boxOf()?.removeAttribute("aria-invalid");
}

function measure() {
  const [length, limit] = [lengthOf(boxOf()?.value ?? ""), most()];
  const told = `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} characters`;
  if (length > limit) tellRoom(`${told}: too long by ${(length - limit).toLocaleString("en")}. Shorten it, and it can be asked.`, true);
  else tellRoom(length > NEAR * limit ? told : "", false);
  return length <= limit;
}

document.addEventListener("input", (event) => { if (event.target === boxOf()) { measure(); keep(); } });
document.addEventListener("rraml:unasked", (event) => { settle(event.detail.question); tellRoom(event.detail.text, true); });
document.addEventListener("rraml:noted", (event) => {
  const noted = element.querySelector(`[data-turn="${event.detail.turn}"] .noted`);
  if (!noted) return;
  noted.textContent = "Noted, on this server; thank you.";
  setTimeout(() => { noted.textContent = ""; }, 6000);
});

document.addEventListener("rraml:again", (event) => { kept = event.detail.turn; });

function recall() {
  if (!boxOf()) { setTimeout(recall, 50); return; }
  const before = sessionStorage.getItem(DRAFT);
  recalled = true;
  if (before && !boxOf().value) write(before);
}
recall();

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("#question textarea") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  sendTyped();
}, true);
document.addEventListener("click", (event) => { if (event.target.closest?.("#ask")) sendTyped(); });

const acts = {
  undo: (button) => { kept = numberOf(button); trigger("reread", { turn: kept, surface: button.dataset.surface, typed: true }); },
  redo: (button) => { kept = numberOf(button); trigger("reread", { turn: kept, surface: button.dataset.surface, typed: false }); },
  copy: (button) => copied(citationsOf(turnOf(button)), button),
  link: (button) => copied(linkTo(button), button),
  rate,
  uncomment: (button) => { button.closest("form").hidden = true; },
  example: (button) => send(button.dataset.question),
  unfold: (button) => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    for (const each of button.closest(".names").querySelectorAll("[data-before]")) each.hidden = !open;
  },
  return: (button) => tell("choose", { corpus: button.dataset.corpus }),
};

element.addEventListener("click", (event) => {
  const cite = event.target.closest("[data-cite]");
  if (cite && turnOf(cite)) {
    const { cite: number, start, end } = cite.dataset;
    tell("cite", { turn: turnOf(cite), number, start, end, from: cite, keys: event.detail === 0 });
    return;
  }
  const button = event.target.closest("[data-act]");
  if (button && button.tagName === "BUTTON" && acts[button.dataset.act]) acts[button.dataset.act](button);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.dataset.act === "edit") {
    kept = numberOf(form);
    trigger("edit", { turn: kept, text: form.elements.edited.value });
  } else if (form.dataset.act === "comment") {
    trigger("rate", { turn: numberOf(form), good: form.dataset.good === "1", comment: form.elements.comment.value });
    form.hidden = true;
    form.reset();
  }
});

// How a follow-up was understood is shown in full: its box is as high as its text. Enter asks it.
function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
}
const growAll = () => element.querySelectorAll(".resolved textarea").forEach(grow);
element.addEventListener("input", (event) => { if (event.target.matches(".resolved textarea")) grow(event.target); });
element.addEventListener("keydown", (event) => {
  if (!event.target.matches(".resolved textarea") || event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
new ResizeObserver(growAll).observe(element);

// What a short form means is told once in a conversation, where it comes first. Names read as before are folded into one
// line, behind which each can be undone still.
function again(selector, keyOf) {
  const seen = new Set();
  return [...element.querySelectorAll(selector)].filter((each) => {
    const key = keyOf(each);
    return seen.has(key) || !seen.add(key);
  });
}
const plain = (text) => text.trim().toLowerCase().replace(/\s+/g, " ");

function foldNames(list, before) {
  let fold = list.querySelector("[data-act=unfold]");
  if (!before.length) return;
  if (!fold) {
    const item = document.createElement("li");
    fold = Object.assign(document.createElement("button"), { type: "button", className: "fold" });
    fold.dataset.act = "unfold";
    fold.setAttribute("aria-expanded", "false");
    item.append(fold);
    list.append(item);
  }
  const open = fold.getAttribute("aria-expanded") === "true";
  for (const each of before) { each.dataset.before = ""; each.hidden = !open; }
  fold.textContent = before.length === 1 ? "1 name read as before" : `${before.length} names read as before`;
}

function tellNamesOnce() {
  for (const each of again(".spelt > span", (spelt) => plain(spelt.textContent))) each.hidden = true;
  for (const list of element.querySelectorAll(".spelt")) list.hidden = [...list.children].every((each) => each.hidden);
  const readings = ".names > li:is([data-kind=abbreviation], [data-kind=synonym])";
  const before = new Set(again(readings, (name) => `${plain(name.dataset.surface)} ${plain(name.dataset.canonical)}`));
  for (const list of element.querySelectorAll(".names")) foldNames(list, [...list.children].filter((each) => before.has(each)));
}

// What may be asked next stands below the newest answer, once nothing else is being asked.
const QUIET = 500; // milliseconds
let quiet = 0;

async function suggest(turn) {
  const link = turn.querySelector("[data-act=link]");
  const question = link.dataset.question;
  const answer = await called("further", { question, typed: JSON.parse(link.dataset.typed) });
  if (!turn.isConnected || link.dataset.question !== question || turn.nextElementSibling?.matches("[data-turn]")) return;
  const list = turn.querySelector(".further");
  list.replaceChildren(...(answer.questions ?? []).map((text) => {
    const [item, button] = [document.createElement("li"), document.createElement("button")];
    Object.assign(button, { type: "button", textContent: text });
    Object.assign(button.dataset, { act: "example", question: text });
    item.append(button);
    return item;
  }));
  list.hidden = !list.childElementCount;
}

// The box has the keys after an answer, unless somebody has gone elsewhere since.
function giveKeys() {
  const at = document.activeElement;
  if (!at || at === document.body || !at.isConnected) boxOf()?.focus({ preventScroll: true });
}

// Shown anew: the newest turn, or the one that was asked again, comes to the top, and its sources into the pane.
watch("value", () => {
  clearTimeout(quiet);
  const turns = [...element.querySelectorAll("[data-turn]")];
  turns.forEach(press);
  tellNamesOnce();
  growAll();
  turns.slice(-1 - sent.length).forEach((turn) => settle(turn.dataset.question));
  const shown = turns[(kept || turns.length) - 1];
  const again = kept !== null;
  kept = null;
  tell("shown", { turn: shown || null });
  if (!again && matchMedia("(min-width: 62rem)").matches) setTimeout(giveKeys, 60);
  if (boxOf()) boxOf().placeholder = !shown ? "Ask a question …" : narrow() ? "Ask a follow-up …" : "Ask a follow-up, or something else …";
  if (turns.length && !turns.at(-1).querySelector(".declined")) quiet = setTimeout(suggest, QUIET, turns.at(-1));
  if (!shown) return;
  if (!again) shown.scrollIntoView({ block: "start" });
  const figures = shown.querySelectorAll(".figure").length;
  const quotes = shown.querySelectorAll(".quotes > li").length;
  const declined = shown.querySelector(".declined");
  const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  tell("say", declined ? declined.textContent.trim() : `Answered with ${many(quotes, "quote")} and ${many(figures, "figure")}.`);
});
