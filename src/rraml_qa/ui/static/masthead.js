// The head of the page: which corpus is quoted, past conversations, exports, the tour, light and dark.
const dialog = (name) => document.querySelector(`dialog[data-dialog=${name}]`);
const THEME = "rraml-qa-theme";

function dress(dark) {
  document.body.classList.toggle("dark", dark);
  element.querySelector("[data-act=theme]")?.setAttribute("aria-pressed", dark);
}
const wished = localStorage.getItem(THEME);
if (wished) dress(wished === "dark");

const acts = {
  fresh: () => { trigger("fresh"); document.querySelector("#question textarea")?.focus(); },
  open: (button) => trigger("reopen", { id: Number(button.dataset.id) }),
  forget: (button) => trigger("forget", { id: Number(button.dataset.id) }),
  export: (button) => trigger("export", { form: button.dataset.form }),
  tour: () => dialog("tour")?.showModal(),
  theme: () => {
    const dark = !document.body.classList.contains("dark");
    localStorage.setItem(THEME, dark ? "dark" : "light");
    dress(dark);
  },
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button || !acts[button.dataset.act]) return;
  button.closest("details")?.removeAttribute("open");
  acts[button.dataset.act](button);
});
element.addEventListener("change", (event) => {
  if (event.target.matches("select.corpus")) trigger("choose", { corpus: event.target.value });
});

document.addEventListener("click", (event) => {
  for (const menu of element.querySelectorAll("details[open]")) if (!menu.contains(event.target)) menu.removeAttribute("open");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of element.querySelectorAll("details[open]")) menu.removeAttribute("open");
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.querySelector("#question textarea")?.focus();
  }
  if (event.key === "?" && !typing) dialog("tour")?.showModal();
});
