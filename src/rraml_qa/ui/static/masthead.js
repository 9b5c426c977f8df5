// The head of the page: which corpus is quoted, past conversations, exports, the tour, light and dark.
const THEME = "rraml-qa-theme";

function dress(dark) {
  document.body.classList.toggle("dark", dark);
  element.querySelector("[data-act=theme]")?.setAttribute("aria-pressed", dark);
}
const wished = localStorage.getItem(THEME);
if (wished) dress(wished === "dark");

const toAsk = () => document.querySelector("#tabs .tab-container:not(.visually-hidden) button[role=tab]")?.click();

function toBox() {
  const box = () => document.querySelector("#question textarea");
  if (!box()?.offsetParent) { toAsk(); setTimeout(() => box()?.focus(), 80); } else box().focus();
}

// A menu that is open stays so when the head is drawn anew.
let menu = -1;
const menus = () => [...element.querySelectorAll("details.menu")];
element.addEventListener("toggle", () => { menu = menus().findIndex((each) => each.open); }, true);
function close(...some) {
  menu = -1;
  for (const each of some) each.removeAttribute("open");
}

// What is quoted is what the server says, whatever was chosen meanwhile; and whether it is dark.
function settle() {
  const select = element.querySelector("select.corpus");
  const quoted = document.querySelector("#conversation [data-corpus]")?.dataset.corpus;
  if (select && quoted) { select.value = quoted; select.disabled = false; }
  element.querySelector("[data-act=theme]")?.setAttribute("aria-pressed", document.body.classList.contains("dark"));
  menus()[menu]?.setAttribute("open", "");
}
watch("value", settle);
document.addEventListener("rraml:shown", () => setTimeout(settle));
setTimeout(settle, 300);
setTimeout(() => window.dispatchEvent(new Event("resize")), 400); // tabs that were measured before the styles came

for (const name of ["ask", "to-ask"]) document.addEventListener(`rraml:${name}`, toAsk);

const acts = {
  fresh: () => { trigger("fresh"); toBox(); },
  open: ({ dataset }) => tell("unless-held", { id: Number(dataset.id), then: () => { trigger("reopen", { id: Number(dataset.id) }); toAsk(); } }),
  forget: (button) => trigger("forget", { id: Number(button.dataset.id) }),
  export: (button) => trigger("export", { form: button.dataset.form }),
  tour: () => tell("tour"),
  theme: () => {
    const dark = !document.body.classList.contains("dark");
    localStorage.setItem(THEME, dark ? "dark" : "light");
    dress(dark);
  },
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button || !acts[button.dataset.act]) return;
  close(...menus());
  acts[button.dataset.act](button);
});
function choose(corpus) {
  const select = element.querySelector("select.corpus");
  select.disabled = true; // until the server says what is quoted now
  trigger("choose", { corpus });
}
element.addEventListener("change", (event) => { if (event.target.matches("select.corpus")) choose(event.target.value); });
document.addEventListener("rraml:choose", (event) => {
  choose(event.detail.corpus);
  if (event.detail.ask) toBox();
});

document.addEventListener("click", (event) => {
  const others = menus().filter((each) => each.open && !each.contains(event.target));
  if (others.length) close(...others);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close(...menus());
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    toBox();
  }
  if (event.key === "?" && !typing) tell("tour");
});
