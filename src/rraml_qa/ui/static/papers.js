// The list of corpora and documents. What removes something asks once more, in its own place.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  if (button.dataset.sure && !button.dataset.asked) {
    const before = button.textContent;
    button.dataset.asked = "1";
    button.textContent = button.dataset.sure;
    setTimeout(() => { delete button.dataset.asked; button.textContent = before; }, 4000);
    return;
  }
  const { act, key, document: id } = button.dataset;
  if (act === "choose") {
    document.querySelector("#outcomes .next")?.remove(); // it said that this could be done
    trigger("choose", { corpus: key });
  }
  if (act === "discard") trigger("discard", { corpus: key });
  if (act === "remove") trigger("remove", { corpus: key, document: id });
});

// From what became of an upload straight to the question.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#outcomes [data-act=ask]");
  if (!button) return;
  tell("choose", { corpus: button.dataset.key, ask: true });
  button.closest(".next").remove();
});
