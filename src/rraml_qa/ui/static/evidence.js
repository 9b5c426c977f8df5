// The evidence pane: cards of the chosen turn's quotes, the whole document to read, the page of a PDF.
// `element` and `server` are given by gr.HTML; the conversation speaks through events named "rraml:…".
const pane = (name) => element.querySelector(`[data-pane=${name}]`);
const status = element.querySelector("[role=status]");
const texts = new Map(); // documents as HTML, by corpus and id
let chosen = null; // the card in view
let shownOf = null; // the turn whose cards are in the pane
let shownCards = ""; // and those cards: a turn that is asked again keeps its element, but not its sources
let cameFrom = null; // what was clicked to get there

const say = (text) => { status.textContent = ""; setTimeout(() => { status.textContent = text; }, 30); };
const gently = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

// ---------------------------------------------------------------------------- lighting up

function dim(root, kind) {
  for (const mark of root.querySelectorAll(`mark.${kind}`)) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

// Wraps the code points [from, to) of an element's text in <mark>.
function wrap(node, from, to, kind) {
  const text = node.textContent;
  const units = (points) => (/[\ud800-\udbff]/.test(text) ? [...text].slice(0, points).join("").length : points);
  let [start, end] = [units(from), units(to)];
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const pieces = [];
  for (let at = 0, piece = walker.nextNode(); piece; at += piece.data.length, piece = walker.nextNode()) {
    const [low, high] = [Math.max(start - at, 0), Math.min(end - at, piece.data.length)];
    if (low < high) pieces.push([piece, low, high]);
  }
  return pieces.map(([piece, low, high]) => {
    const range = document.createRange();
    range.setStart(piece, low);
    range.setEnd(piece, high);
    const mark = document.createElement("mark");
    mark.className = kind;
    range.surroundContents(mark);
    return mark;
  });
}

// Lights the code points [start, end) of a document under `root`; gives the marks, in order.
function light(root, start, end, kind) {
  dim(root, kind);
  const marks = [];
  for (const node of root.querySelectorAll("[data-start]")) {
    const [low, high] = [Number(node.dataset.start), Number(node.dataset.end)];
    if (low < end && start < high) marks.push(...wrap(node, Math.max(start - low, 0), Math.min(end, high) - low, kind));
  }
  return marks;
}

// ---------------------------------------------------------------------------- cards

const cardsOf = (turn) => turn?.querySelector(".cards").dataset.cards ?? "";
const isShown = (turn) => shownOf === turn && shownCards === cardsOf(turn) && Boolean(pane("quotes").dataset.turn);

function showCards(turn) {
  const list = pane("quotes");
  shownOf = turn;
  shownCards = cardsOf(turn);
  chosen = null;
  delete list.dataset.turn;
  list.innerHTML = shownCards;
  if (!list.childElementCount) {
    list.append(element.querySelector(`template.${turn ? "nothing" : "before"}`).content.cloneNode(true));
    return;
  }
  list.dataset.turn = turn.dataset.turn;
}

// What the Evidence tab shows in place of an answer's sources: how to get at those of a figure.
let figures = false; // whether that tab is open

function showHint() {
  const list = pane("quotes");
  chosen = null;
  delete list.dataset.turn;
  dim(pane("document"), "lit");
  element.querySelector(".back")?.remove();
  list.replaceChildren(element.querySelector("template.figures").content.cloneNode(true));
  openTab("quotes");
}

function select(card, { scroll = true, focus = false } = {}) {
  for (const other of element.querySelectorAll(".card")) other.classList.toggle("chosen", other === card);
  for (const cite of document.querySelectorAll("#conversation .current")) cite.classList.remove("current");
  chosen = card;
  const turn = document.querySelector(`#conversation [data-turn="${pane("quotes").dataset.turn}"]`);
  turn?.querySelector(`.quotes [data-quote="${card.dataset.cite}"]`)?.classList.add("current");
  if (scroll) card.scrollIntoView({ block: "nearest", behavior: gently() });
  if (focus) card.focus({ preventScroll: true });
}

function cite({ turn, number, start, end, from, keys }) {
  openTab("quotes");
  if (!isShown(turn)) showCards(turn);
  const card = pane("quotes").querySelector(`.card[data-cite="${number}"]`);
  if (!card) return;
  dim(pane("quotes"), "figure");
  select(card, { scroll: true });
  const quote = card.querySelector("mark.quote");
  if (start && quote) {
    const low = Number(card.dataset.start);
    wrap(quote, Number(start) - low, Number(end) - low, "figure");
  }
  if (narrow()) {
    card.scrollIntoView({ block: "start", behavior: gently() });
    card.focus({ preventScroll: true });
    back(from);
  }
  if (keys) card.focus({ preventScroll: true });
  cameFrom = from;
  say(`Source ${number}: ${card.querySelector(".path").textContent}`);
}

// On a phone the panes are stacked: a way back to where one came from.
function back(from) {
  element.querySelector(".back")?.remove();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "back";
  button.textContent = from?.closest("#looking") ? "↑ Back to the figures" : "↑ Back to the answer";
  button.addEventListener("click", () => { button.remove(); from?.scrollIntoView({ block: "center", behavior: gently() }); from?.focus({ preventScroll: true }); });
  element.append(button);
}
document.addEventListener("click", (event) => { if (event.target.closest("#tabs [role=tab]")) element.querySelector(".back")?.remove(); });

// ---------------------------------------------------------------------------- the document, the page

async function read(id, start, end) {
  openTab("document");
  const place = pane("document").querySelector(".reading");
  const key = JSON.stringify([deskOf().corpus, deskOf().index, id]);
  if (!texts.has(key)) {
    place.textContent = "Opening the document…";
    const answer = await called("reading", { document: id });
    if (answer.error) { place.textContent = answer.error; return; }
    texts.set(key, answer.html);
  }
  if (place.dataset.key !== key) {
    place.innerHTML = texts.get(key);
    place.dataset.key = key;
  }
  const select = pane("document").querySelector("select");
  if (select) select.value = id;
  if (start === undefined) return;
  const [first] = light(place, start, end, "lit");
  if (first) {
    const text = place.querySelector(".text");
    const offset = first.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTo({ top: text.scrollTop + offset - text.clientHeight / 3, behavior: gently() });
    if (narrow()) first.scrollIntoView({ block: "center", behavior: gently() });
  }
}

function choices() {
  const holder = pane("document").querySelector(".which");
  const documents = JSON.parse(deskOf().documents ?? "[]");
  holder.hidden = documents.length < 2;
  const select = holder.querySelector("select");
  select.replaceChildren(...documents.map(([id, title]) => new Option(title, id)));
  const printed = JSON.parse(deskOf().printed ?? "[]");
  element.querySelector("[data-opens=page]").hidden = !printed.length;
  if (leaf && !printed.includes(leaf.document)) {
    leaf = null;
    lens.hidden = true;
    pane("page").querySelector(".drawn").replaceChildren();
  }
}

let closeness = 1; // of the PDF's page: its width in panes
let leaf = null; // the page in view: its document, its number, the quote that was to be seen
const lens = pane("page").querySelector(".lens");

const toBox = (behavior) => pane("page").querySelector(".box")?.scrollIntoView({ block: "center", inline: "center", behavior });

function zoom(by) {
  closeness = Math.min(Math.max(closeness * by, 1), 4);
  const frame = pane("page").querySelector(".frame");
  if (frame) frame.style.width = `${closeness * 100}%`;
  toBox("auto");
}

async function page(wanted) {
  openTab("page");
  leaf = wanted;
  const place = pane("page").querySelector(".drawn");
  if (!place.childElementCount) place.textContent = "Drawing the page…";
  const answer = await called("sheet", wanted);
  if (leaf !== wanted) return; // another one has been asked for meanwhile
  place.replaceChildren();
  lens.hidden = Boolean(answer.error);
  if (answer.error) { place.textContent = answer.error; return; }
  const image = new Image(answer.width, answer.height);
  image.src = answer.image;
  image.alt = `Page ${wanted.page} of the PDF${answer.boxes.length ? ", with the quote framed" : ""}`;
  const frame = document.createElement("div");
  frame.className = "frame";
  frame.style.width = `${closeness * 100}%`;
  frame.append(image);
  for (const [x, y, w, h] of answer.boxes) {
    const box = document.createElement("div");
    box.className = "box";
    Object.assign(box.style, { left: `${x * 100}%`, top: `${y * 100}%`, width: `${w * 100}%`, height: `${h * 100}%` });
    frame.append(box);
  }
  const sheet = document.createElement("figure");
  sheet.className = "sheet";
  sheet.append(frame);
  place.append(sheet);
  const [before, after] = [lens.querySelector("[data-act=before]"), lens.querySelector("[data-act=after]")];
  lens.querySelector(".leaf").textContent = `Page ${wanted.page} of ${answer.pages}`;
  const pressed = document.activeElement;
  before.disabled = wanted.page <= 1;
  after.disabled = wanted.page >= answer.pages;
  if (pressed?.disabled) (after.disabled ? before : after).focus({ preventScroll: true });
  if (answer.boxes.length) toBox(gently());
  else pane("page").scrollTop = 0;
}

const turned = (by) => page({ ...leaf, page: leaf.page + by });
const pageOf = (card) => page({ document: card.dataset.document, page: Number(card.dataset.page), start: Number(card.dataset.start), end: Number(card.dataset.end) });

// The tab of pages: of the chosen source, else of the first document that has any.
function openPages() {
  const printed = JSON.parse(deskOf().printed ?? "[]");
  if (chosen?.querySelector("[data-act=page]")) pageOf(chosen);
  else if (leaf && printed.includes(leaf.document)) openTab("page");
  else if (printed.length) page({ document: printed[0], page: 1, start: 0, end: 0 });
}

// The section in view is marked in the table of contents, which lies over the text while it is open.
function markSection() {
  const text = pane("document").querySelector(".text");
  const top = Math.max(text.getBoundingClientRect().top, 0) + 40;
  const entries = [...pane("document").querySelectorAll(".contents [data-anchor]")];
  const begun = entries.filter((entry) => text.querySelector(`#${entry.dataset.anchor}`)?.getBoundingClientRect().top <= top);
  const current = begun.at(-1) ?? entries[0];
  for (const entry of entries) {
    if (entry === current) entry.setAttribute("aria-current", "true");
    else entry.removeAttribute("aria-current");
  }
  return current;
}

element.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(".contents") || !event.target.open) return;
  const [current, list] = [markSection(), event.target.querySelector("nav")];
  if (current) list.scrollTop = current.offsetTop - list.clientHeight / 2;
}, true);
element.addEventListener("scroll", (event) => {
  if (event.target.matches?.(".document .text") && element.querySelector(".contents[open]")) markSection();
}, true);
const closeContents = () => element.querySelector(".contents[open]")?.removeAttribute("open");
document.addEventListener("click", (event) => { if (!event.target.closest(".contents")) closeContents(); });

// ---------------------------------------------------------------------------- what is clicked

const acts = {
  read: (button) => { const { document: id, start, end } = button.closest(".card").dataset; read(id, Number(start), Number(end)); },
  page: (button) => pageOf(button.closest(".card")),
  before: () => turned(-1),
  after: () => turned(1),
  cite: (button) => document.dispatchEvent(new CustomEvent("rraml:copy", { detail: { text: button.dataset.citation, button } })),
  closer: () => zoom(1.25),
  farther: () => zoom(0.8),
  goto: (button) => {
    const text = pane("document").querySelector(".text");
    const heading = text.querySelector(`#${button.dataset.anchor}`);
    const offset = heading.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTo({ top: text.scrollTop + offset - 8, behavior: gently() });
    if (narrow()) heading.scrollIntoView({ block: "start", behavior: gently() });
    button.closest("details").open = false;
  },
};

element.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) {
    if (tab.dataset.opens === "document") {
      const [first] = JSON.parse(deskOf().documents ?? "[]");
      if (chosen) read(chosen.dataset.document, Number(chosen.dataset.start), Number(chosen.dataset.end));
      else if (first && !pane("document").querySelector(".document")) read(first[0]);
      else openTab("document");
    } else if (tab.dataset.opens === "page") openPages();
    else openTab(tab.dataset.opens);
    return;
  }
  const button = event.target.closest("[data-act]");
  if (button && acts[button.dataset.act]) { acts[button.dataset.act](button); return; }
  const card = event.target.closest(".card");
  if (card) select(card, { scroll: false });
});

element.addEventListener("keydown", (event) => {
  nextTab(event);
  const contents = event.target.closest(".contents[open]");
  if (event.key === "Escape" && contents) {
    closeContents();
    contents.querySelector("summary").focus();
  } else if (event.key === "Escape" && cameFrom?.isConnected) cameFrom.focus();
  if (event.target.classList.contains("card")) {
    if (event.key === "Enter") acts.read(event.target.querySelector("[data-act=read]"));
    const sideways = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (sideways && event.target[sideways]) { event.preventDefault(); select(event.target[sideways], { focus: true }); }
  }
});

element.addEventListener("change", (event) => {
  if (event.target.closest(".which")) read(event.target.value);
});

const on = (name, act) => document.addEventListener("rraml:" + name, (event) => act(event.detail));
on("cite", cite);
on("say", say);
on("figures", ({ open }) => {
  if (figures === open) return;
  figures = open;
  if (open) { showHint(); return; }
  showCards(shownOf?.isConnected ? shownOf : null);
  const card = pane("quotes").querySelector(".card");
  if (card) select(card, { scroll: false });
});
on("uncard", () => { if (figures && pane("quotes").querySelector(".card")) showHint(); });
on("shown", ({ turn }) => {
  element.querySelector(".back")?.remove();
  choices();
  if (figures) { shownOf = turn; return; } // its sources are shown when one goes back to the conversation
  dim(pane("document"), "lit");
  openTab("quotes");
  if (turn && isShown(turn)) return; // something of it has been clicked already
  showCards(turn);
  const card = pane("quotes").querySelector(".card");
  if (card) select(card, { scroll: false });
});
on("card", ({ html, start, end, from }) => {
  openTab("quotes");
  pane("quotes").innerHTML = html;
  delete pane("quotes").dataset.turn;
  const card = pane("quotes").querySelector(".card");
  if (!card) return;
  select(card, { scroll: true });
  const quote = card.querySelector("mark.quote");
  if (quote && end) wrap(quote, start - Number(card.dataset.start), end - Number(card.dataset.start), "figure");
  if (narrow()) { card.scrollIntoView({ block: "start", behavior: gently() }); back(from); }
});
