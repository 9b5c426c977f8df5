// How far a batch is. The browser keeps the token of the last one: a page that is opened anew finds it again.
const RUN = "rraml-qa-batch";
const token = () => element.querySelector("[data-token]")?.dataset.token ?? "";

watch("value", () => {
  try {
    if (token()) localStorage.setItem(RUN, token());
  } catch {
    // a browser that keeps nothing
  }
});
document.addEventListener("click", (event) => { if (event.target.closest?.("#batch-stop")) trigger("halt", { token: token() }); });
setTimeout(() => {
  const before = localStorage.getItem(RUN);
  if (!before) return;
  localStorage.removeItem(RUN); // kept again if it is found
  trigger("find", { token: before });
}, 300);

// A row opens to its whole answer; from there the question goes into the conversation.
function unfold(button) {
  const whole = document.getElementById(button.getAttribute("aria-controls"));
  whole.hidden = !whole.hidden;
  button.setAttribute("aria-expanded", !whole.hidden);
}
element.addEventListener("click", (event) => {
  const ask = event.target.closest("[data-act=ask]");
  if (ask) return tell("ask", { question: ask.dataset.question });
  const button = event.target.closest("tr.opens")?.querySelector("[data-act=unfold]");
  if (button && !getSelection().toString()) unfold(button);
});
