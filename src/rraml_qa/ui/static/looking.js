// The Evidence tab: every figure as a table, a forest plot, two treatments side by side.
// `element` and `server` are given by gr.HTML. The tab fills itself when it is first seen, and for each corpus anew.
const view = (name) => element.querySelector(`[data-view=${name}]`);
const sifting = element.querySelector("form.sifting");
const form = () => sifting.elements;
let filled = null; // the corpus in view, as it is indexed
let filling = false;
let places = []; // where the rows of the plot stand
let shownRow = null; // of the table, whose source is in view

async function call(name, given) {
  const fault = element.querySelector(".fault");
  const answer = await called(name, given);
  fault.hidden = !answer.error;
  fault.textContent = answer.error ?? "";
  return answer.error ? null : answer;
}

// ---------------------------------------------------------------------------- filling

const options = (select, values, first = []) => select.replaceChildren(...first, ...values.map((value) => new Option(value, value)));

async function fill() {
  const { corpus, index } = deskOf();
  const key = `${corpus} ${index}`;
  if (!corpus || filled === key || !element.offsetParent) return;
  filled = key;
  places = [];
  unshow();
  view("plot").querySelector(".plot").replaceChildren();
  showPair("", null);
  const rows = view("table").querySelector(".rows");
  rows.textContent = "Reading the figures…";
  filling = true;
  const answer = await call("table", {});
  filling = false;
  if (!answer) { rows.replaceChildren(); filled = null; return; }
  rows.innerHTML = answer.html;
  options(form().endpoint, answer.endpoints, [new Option("all", "")]);
  options(form().design, answer.designs, [new Option("all", "")]);
  const by = view("table").querySelector("[name=by]");
  by.replaceChildren(by.options[0], ...[...rows.querySelectorAll("thead button")].map((button, column) => new Option(button.textContent, column)));
  options(view("plot").querySelector("select"), answer.plotted);
  options(element.querySelector("#treatments"), answer.treatments);
  sift();
  if (!view("plot").hidden) plot();
}

// ---------------------------------------------------------------------------- the table

const plain = (text) => text.toLowerCase().normalize("NFKD");

// A short word is the beginning of one, since HAM isn't cyclophosphamide; a longer one may stand anywhere.
const finds = (word) => {
  if (word.length > 4) return (text) => text.includes(word);
  const start = new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "u");
  return (text) => start.test(text);
};

const numbersOf = (rows) => [...rows].flatMap((row) => row.dataset.row.split(" ").map(Number));
// What is left by the filters that table and plot share; null where none is set.
const sifted = () => {
  const { words, design, least, source, differs } = form();
  if (![words, design, least, source].some((each) => each.value.trim()) && !differs.checked) return null;
  return numbersOf(view("table").querySelectorAll("tbody tr:not([data-out])"));
};

function sift() {
  const words = plain(form().words.value).split(/\s+/).filter(Boolean).map(finds);
  const least = Number(form().least.value);
  let shown = 0;
  const rows = view("table").querySelectorAll("tbody tr");
  for (const row of rows) {
    const text = plain(`${row.textContent} ${row.dataset.names}`);
    const stays =
      words.every((found) => found(text)) &&
      (!form().design.value || row.dataset.design === form().design.value) &&
      (!least || Number(row.dataset.n) >= least) &&
      (!form().source.value || row.dataset.source === form().source.value) &&
      (!form().differs.checked || row.dataset.differs);
    const fits = stays && (!form().endpoint.value || row.dataset.endpoint === form().endpoint.value);
    row.toggleAttribute("data-out", !stays);
    row.hidden = !fits;
    shown += fits;
  }
  view("table").querySelector(".count").textContent = shown === rows.length ? `${shown} figures` : `${shown} of ${rows.length} figures`;
  if (shownRow?.hidden) unshow();
}

function sort(button) {
  const head = button.closest("th");
  order(head, head.getAttribute("aria-sort") === "ascending");
}

const heads = () => [...view("table").querySelectorAll("thead th")];

function order(head, down) {
  const button = head.querySelector("button");
  const column = heads().indexOf(head);
  for (const other of head.parentNode.children) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  view("table").querySelector("[name=by]").value = String(column);
  const numeric = button.dataset.kind === "number";
  const valueOf = (row) => {
    const cell = row.children[column];
    return numeric ? parseFloat(cell.dataset.value) : cell.textContent.trim();
  };
  const empty = (value) => (numeric ? Number.isNaN(value) : value === "" || value === "not stated");
  const kindOf = (row) => Number(row.children[column].dataset.kind ?? 0); // shares, times and counts each by themselves
  const body = view("table").querySelector("tbody");
  const rows = [...body.rows].map((row) => [valueOf(row), row]);
  rows.sort(([a, first], [b, second]) => {
    if (empty(a) !== empty(b)) return empty(a) ? 1 : -1; // what isn't stated comes last either way
    const kinds = kindOf(first) - kindOf(second);
    const order = empty(a) ? 0 : numeric ? a - b : a.localeCompare(b, "en");
    return kinds || (down ? -order : order) || inDocument(first, second);
  });
  body.append(...rows.map(([, row]) => row));
}

const inDocument = (first, second) => parseInt(first.dataset.row) - parseInt(second.dataset.row);

// On a phone the table has no heads: what it is sorted by is chosen.
function sortBy(column) {
  if (column !== "") { order(heads()[Number(column)], false); return; }
  for (const head of heads()) head.setAttribute("aria-sort", "none");
  const body = view("table").querySelector("tbody");
  body.append(...[...body.rows].sort(inDocument));
}

function turn() {
  const head = heads().find((each) => each.getAttribute("aria-sort") !== "none");
  if (head) sort(head.querySelector("button"));
}

function unshow() {
  shownRow?.removeAttribute("data-shown");
  shownRow = null;
  tell("uncard", {});
}

async function show(place, from) {
  const answer = await call("card", { document: place.document, start: Number(place.at) });
  if (!answer) return;
  shownRow?.removeAttribute("data-shown");
  shownRow = from.closest("tr[data-row]");
  shownRow?.setAttribute("data-shown", "");
  tell("card", { html: answer.html, start: Number(place.from), end: Number(place.to), from });
}

// ---------------------------------------------------------------------------- the plot

const dark = () => document.body.classList.contains("dark");
const phone = matchMedia("(max-width: 40rem)"); // too narrow for all columns side by side

let drawn = null; // which rows of the table the plot is of

let waiting = 0;
function plotSoon() { // while somebody types
  clearTimeout(waiting);
  waiting = setTimeout(() => { if (!view("plot").hidden) plot(); }, 200);
}

async function plot() {
  const place = view("plot").querySelector(".plot");
  const endpoint = view("plot").querySelector("select").value;
  if (!endpoint && filling) { place.textContent = "Reading the figures…"; return; }
  if (!endpoint) { place.textContent = "No rates with a treatment are given here."; return; }
  const asked = { endpoint, rows: sifted() };
  const answer = await call("plot", { ...asked, dark: dark(), narrow: phone.matches });
  if (asked.endpoint !== view("plot").querySelector("select").value || String(asked.rows) !== String(sifted())) return; // another one is under way
  if (!answer) { place.replaceChildren(); places = []; drawn = null; return; }
  places = answer.rows;
  drawn = String(asked.rows);
  place.innerHTML = answer.html;
  place.querySelector("svg")?.setAttribute("role", "group"); // its rows can be chosen: no mere picture
  places.forEach((row, number) => {
    const group = place.querySelector(`#forest-row-${number}`);
    if (!group) return;
    group.setAttribute("tabindex", "0");
    group.setAttribute("role", "button");
    group.setAttribute("aria-label", row.says);
  });
}

function showRow(group) {
  const row = places[Number(group.id.replace("forest-row-", ""))];
  if (row) show({ document: row.document, at: row.start, from: row.figure[0], to: row.figure[1] }, group);
}

// ---------------------------------------------------------------------------- two treatments

const pairOf = () => ({ one: view("pair").querySelector("[name=one]").value, other: view("pair").querySelector("[name=other]").value });

let compared = null; // the two in view: what is exported is what is seen

function showPair(html, two) {
  compared = two;
  view("pair").querySelector(".pair").innerHTML = html;
  view("pair").querySelector(".keep").hidden = !two;
}

async function pair() {
  const two = pairOf();
  unshow();
  const answer = await call("pair", two);
  showPair(answer ? answer.html : "", answer ? two : null);
}

// ---------------------------------------------------------------------------- what is done

const save = async (name, given) => { const file = await call(name, given); if (file) tell("save", file); };
const acts = {
  sort,
  show: (button) => show(button.closest("[data-at]").dataset, button),
  kept: (button) => save("kept", { form: button.dataset.form, rows: numbersOf(view("table").querySelectorAll("tbody tr:not([hidden])")) }),
  save: (button) => save("plot", { form: button.dataset.form, endpoint: view("plot").querySelector("select").value, rows: sifted() }),
  turn,
  unfold: (button) => button.setAttribute("aria-expanded", sifting.classList.toggle("unfolded")),
  pairs: (button) => save("pair", { form: button.dataset.form, ...compared }),
};

function open(name) {
  if (view(name).hidden) unshow();
  openTab(name);
  sifting.hidden = name === "pair";
  sifting.classList.toggle("plotting", name === "plot");
  if (name === "plot" && (!places.length || drawn !== String(sifted()))) plot();
}

element.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) return open(tab.dataset.opens);
  const group = event.target.closest("[id^=forest-row-]");
  if (group) return showRow(group);
  const button = event.target.closest("[data-act]");
  if (button && acts[button.dataset.act]) return acts[button.dataset.act](button);
  const row = event.target.closest("tr[data-at]");
  if (row) show(row.dataset, row.querySelector("button"));
});
element.addEventListener("keydown", (event) => {
  const group = event.target.closest?.("[id^=forest-row-]");
  if (group && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); showRow(group); }
  nextTab(event);
});
element.addEventListener("input", (event) => {
  if (!event.target.closest(".sifting")) return;
  sift();
  if (!view("plot").hidden) plotSoon();
});
element.addEventListener("change", (event) => {
  if (event.target.name === "plotted") { unshow(); plot(); }
  if (event.target.name === "by") sortBy(event.target.value);
});
element.addEventListener("submit", (event) => { event.preventDefault(); if (event.target.dataset.act === "pair") pair(); });

let seen = false;
new IntersectionObserver(() => {
  const is = Boolean(element.offsetParent);
  if (is !== seen) tell("figures", { open: is });
  seen = is;
  fill();
}).observe(element);
document.addEventListener("rraml:shown", () => setTimeout(fill));
const replot = () => { if (places.length && !view("plot").hidden) plot(); };
phone.addEventListener("change", replot);
new MutationObserver(replot).observe(document.body, { attributes: true, attributeFilter: ["class"] });
