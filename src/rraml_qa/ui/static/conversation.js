// The conversation: clicks become events for the server, or words for the evidence pane beside it.
// `element`, `trigger`, `props` and `watch` are given by gr.HTML.
let kept = null; // the turn that is being asked again, and so stays in view

const turnOf = (node) => node.closest("[data-turn]");
const numberOf = (node) => Number(turnOf(node).dataset.turn);
const tell = (name, detail) => document.dispatchEvent(new CustomEvent("rraml:" + name, { detail }));

const copied = (text, button) => tell("copy", { text, button });

const citationsOf = (turn) =>
  [...turn.querySelector("template.cards").content.querySelectorAll("[data-citation]")]
    .map((button) => button.dataset.citation)
    .join("\n\n");

function linkTo(button) {
  const link = new URL(location.pathname, location.origin);
  link.searchParams.set("q", button.dataset.question);
  const desk = element.querySelector("[data-corpus]");
  if (desk && desk.dataset.corpus) link.searchParams.set("corpus", desk.dataset.corpus);
  for (const surface of JSON.parse(button.dataset.typed)) link.searchParams.append("typed", surface);
  return link.href;
}

function rate(button) {
  const turn = turnOf(button);
  for (const other of turn.querySelectorAll("[data-act=rate]")) other.setAttribute("aria-pressed", other === button);
  trigger("rate", { turn: numberOf(turn), good: button.dataset.good === "1", comment: "" });
  const form = turn.querySelector("form.comment");
  form.dataset.good = button.dataset.good;
  form.hidden = false;
  form.querySelector("textarea").focus();
}

// What is typed is sent from here, so that the box is free for the next question at once.
const boxOf = () => document.querySelector("#question textarea");

function send() {
  const box = boxOf();
  const question = box.value;
  if (question.trim()) {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, "");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  trigger("ask", { question });
}

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("#question textarea") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  send();
}, true);
document.addEventListener("click", (event) => { if (event.target.closest?.("#ask")) send(); });

const acts = {
  undo: (button) => { kept = numberOf(button); trigger("reread", { turn: kept, surface: button.dataset.surface, typed: true }); },
  redo: (button) => { kept = numberOf(button); trigger("reread", { turn: kept, surface: button.dataset.surface, typed: false }); },
  copy: (button) => copied(citationsOf(turnOf(button)), button),
  link: (button) => copied(linkTo(button), button),
  rate,
  uncomment: (button) => { button.closest("form").hidden = true; },
  example: (button) => trigger("ask", { question: button.dataset.question }),
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
  }
});

// Shown anew: the newest turn, or the one that was asked again, comes to the top, and its sources into the pane.
watch("value", () => {
  const turns = element.querySelectorAll("[data-turn]");
  const shown = turns[(kept || turns.length) - 1];
  const again = kept !== null;
  kept = null;
  tell("shown", { turn: shown || null });
  if (!again && matchMedia("(min-width: 62rem)").matches) setTimeout(() => boxOf()?.focus({ preventScroll: true }), 60);
  if (boxOf()) boxOf().placeholder = shown ? "Ask a follow-up, or something else …" : "CR rate of FLAG-IDA?";
  if (!shown) return;
  if (!again) shown.scrollIntoView({ block: "start" });
  const figures = shown.querySelectorAll(".figure").length;
  const quotes = shown.querySelectorAll(".quotes > li").length;
  const declined = shown.querySelector(".declined");
  tell("say", declined ? declined.textContent.trim() : `Answered with ${quotes} quotes and ${figures} figures.`);
});
