// The Evidence tab: every figure as a table, a forest plot, two treatments side by side.
// `element` and `server` are given by gr.HTML. The tab fills itself when it is first seen, and for each corpus anew.
const view = (name) => element.querySelector(`[data-view=${name}]`);
const form = () => view("table").querySelector("form").elements;
let filled = null; // the corpus in view, as it is indexed
let filling = false;
let places = []; // where the rows of the plot stand

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
  options(view("plot").querySelector("select"), answer.plotted);
  options(element.querySelector("#treatments"), answer.treatments);
  sift();
  if (!view("plot").hidden) plot();
}

// ---------------------------------------------------------------------------- the table

const plain = (text) => text.toLowerCase().normalize("NFKD");

function sift() {
  const words = plain(form().words.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  const rows = view("table").querySelectorAll("tbody tr");
  for (const row of rows) {
    const text = plain(`${row.textContent} ${row.dataset.names}`);
    const fits =
      words.every((word) => text.includes(word)) &&
      (!form().endpoint.value || row.dataset.endpoint === form().endpoint.value) &&
      (!form().source.value || row.dataset.source === form().source.value) &&
      (!form().conflict.checked || row.dataset.conflict);
    row.hidden = !fits;
    shown += fits;
  }
  view("table").querySelector(".count").textContent = shown === rows.length ? `${shown} figures` : `${shown} of ${rows.length} figures`;
}

function sort(button) {
  const head = button.closest("th");
  const column = [...head.parentNode.children].indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentNode.children) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const numeric = button.dataset.kind === "number";
  const valueOf = (row) => {
    const cell = row.children[column];
    return numeric ? parseFloat(cell.dataset.value) : cell.textContent.trim();
  };
  const empty = (value) => (numeric ? Number.isNaN(value) : value === "" || value === "not stated");
  const body = view("table").querySelector("tbody");
  const rows = [...body.rows].map((row) => [valueOf(row), row]);
  rows.sort(([a, first], [b, second]) => {
    if (empty(a) !== empty(b)) return empty(a) ? 1 : -1; // what isn't stated comes last either way
    const order = empty(a) ? 0 : numeric ? a - b : a.localeCompare(b, "en");
    return (down ? -order : order) || Number(first.dataset.row) - Number(second.dataset.row);
  });
  body.append(...rows.map(([, row]) => row));
}

async function show(place, from) {
  const answer = await call("card", { document: place.document, start: Number(place.at) });
  if (answer) tell("card", { html: answer.html, start: Number(place.from), end: Number(place.to), from });
}

// ---------------------------------------------------------------------------- the plot

const dark = () => document.body.classList.contains("dark");
const phone = matchMedia("(max-width: 40rem)"); // too narrow for all columns side by side

async function plot() {
  const place = view("plot").querySelector(".plot");
  const endpoint = view("plot").querySelector("select").value;
  if (!endpoint && filling) { place.textContent = "Reading the figures…"; return; }
  if (!endpoint) { place.textContent = "No rates with a treatment are given here."; return; }
  const answer = await call("plot", { endpoint, dark: dark(), narrow: phone.matches });
  if (!answer) { place.replaceChildren(); return; }
  places = answer.rows;
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
  const answer = await call("pair", two);
  showPair(answer ? answer.html : "", answer ? two : null);
}

// ---------------------------------------------------------------------------- what is done

const save = async (name, given) => { const file = await call(name, given); if (file) tell("save", file); };
const acts = {
  sort,
  show: (button) => show(button.closest("[data-at]").dataset, button),
  kept: (button) => save("kept", { form: button.dataset.form, rows: [...view("table").querySelectorAll("tbody tr:not([hidden])")].map((row) => Number(row.dataset.row)) }),
  save: (button) => save("plot", { form: button.dataset.form, endpoint: view("plot").querySelector("select").value }),
  pairs: (button) => save("pair", { form: button.dataset.form, ...compared }),
};

function open(name) {
  openTab(name);
  if (name === "plot" && !places.length) plot();
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
element.addEventListener("input", (event) => { if (event.target.closest("[data-view=table]")) sift(); });
element.addEventListener("change", (event) => { if (event.target.name === "plotted") plot(); });
element.addEventListener("submit", (event) => { event.preventDefault(); if (event.target.dataset.act === "pair") pair(); });

new IntersectionObserver(fill).observe(element);
document.addEventListener("rraml:shown", () => setTimeout(fill));
const replot = () => { if (places.length && !view("plot").hidden) plot(); };
phone.addEventListener("change", replot);
new MutationObserver(replot).observe(document.body, { attributes: true, attributeFilter: ["class"] });
