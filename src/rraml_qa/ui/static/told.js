// What can't be done, in a sentence above the page, which makes room for it; of a question that wasn't asked it is told
// at its box, and the question comes back into it; that a verdict was noted is told at its answer.
let hiding = 0;
const hide = () => { element.querySelector(".told").hidden = true; };

function show(text) {
  const line = element.querySelector(".told");
  line.querySelector("p").textContent = text;
  line.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(hide, 12_000);
}

document.addEventListener("rraml:tell", (event) => show(event.detail.text));
watch("value", () => {
  const told = props.value;
  if (told?.noted) tell("noted", { turn: told.noted });
  if (!told || !told.text) return;
  const question = document.querySelector("#question textarea");
  if (told.question && question && !question.value) {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(question, told.question);
    question.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (told.question) tell("unasked", { question: told.question, text: told.text });
  else show(told.text);
});
element.addEventListener("click", (event) => { if (event.target.closest("button")) hide(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
