// What can't be done, or has been done, in a sentence above everything else; a question that wasn't asked comes back.
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
  if (!told || !told.text) return;
  show(told.text);
  if (told.question) document.dispatchEvent(new CustomEvent("rraml:unasked", { detail: { question: told.question } }));
  const question = document.querySelector("#question textarea");
  if (told.question && question && !question.value) {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(question, told.question);
    question.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
element.addEventListener("click", (event) => { if (event.target.closest("button")) hide(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
