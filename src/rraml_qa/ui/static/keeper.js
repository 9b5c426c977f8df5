// What this browser keeps of its conversations: their questions, in local storage. Tabs share it, none undoes another's:
// a conversation belongs to the tab that has it open, and what a tab hasn't open it leaves as it finds it.
const KEY = "rraml-qa";
const OPEN = "rraml-qa-open"; // in this tab alone: which conversation is open in it, over which corpus
const MOST = 40;
const MOST_FORGOTTEN = 200;

const isObject = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);

function found(storage, key) {
  try {
    const value = JSON.parse(storage().getItem(key));
    return isObject(value) ? value : {};
  } catch {
    return {}; // a browser that keeps nothing
  }
}
const stored = () => found(() => localStorage, KEY);
const listed = (desk) => (Array.isArray(desk.kept) ? desk.kept : []).filter((each) => isObject(each) && Array.isArray(each.turns));
const numbers = (list) => (Array.isArray(list) ? list : []);

const questionsOf = (each) => each.turns.map((turn) => turn.question);
const begins = (one, other) => questionsOf(one).every((question, number) => question === other.turns[number]?.question);
const newer = (here, there) => (there && there.turns.length >= here.turns.length ? there : here);

// What is to be stored: of the open conversation what this tab has, of all others what is stored, where there is more.
function merged(before, desk) {
  const gone = new Set([...numbers(before.forgotten), ...numbers(desk.forgotten)]);
  const there = listed(before).filter((each) => !gone.has(each.id));
  const inStore = new Map(there.map((each) => [each.id, each]));
  const kept = [];
  const open = listed(desk).find((each) => each.id === desk.open && !gone.has(each.id));
  const rival = open && inStore.get(open.id);
  if (open) kept.push(rival && begins(open, rival) && rival.turns.length > open.turns.length ? rival : open);
  // written by another tab all the same: both stay, each as a conversation
  if (rival && !begins(rival, open) && !begins(open, rival)) kept.push({ ...rival, id: 1 + Math.floor(Math.random() * 2 ** 31) });
  const mine = new Map(listed(desk).map((each) => [each.id, each]));
  for (const each of there) if (each.id !== open?.id) kept.push(mine.has(each.id) ? newer(mine.get(each.id), each) : each);
  for (const each of mine.values()) if (each.id !== open?.id && !inStore.has(each.id) && !gone.has(each.id)) kept.push(each);
  return { ...desk, visitor: desk.visitor || before.visitor || "", kept: kept.slice(0, MOST), forgotten: [...gone].slice(-MOST_FORGOTTEN) };
}

// Tabs of one browser tell each other which conversations they have open.
const AWAIT = 120; // milliseconds in which another tab says so
const wire = "BroadcastChannel" in window ? new BroadcastChannel(KEY) : null;
const questions = new Map(); // conversations that this tab asks about, with who waits for the answer

if (wire) {
  wire.onmessage = ({ data }) => {
    if (data.whose && data.whose === props.value?.open) wire.postMessage({ mine: data.whose });
    if (data.mine) questions.get(data.mine)?.(true);
  };
}

// Whether another tab has a conversation open.
function heldElsewhere(id) {
  if (!wire || !id) return Promise.resolve(false);
  return new Promise((settle) => {
    const answer = (held) => { questions.delete(id); settle(held); };
    questions.set(id, answer);
    wire.postMessage({ whose: id });
    setTimeout(answer, AWAIT, false);
  });
}
const ELSEWHERE = "This conversation is open in another tab of this browser; go on there, or close that tab first.";

document.addEventListener("rraml:unless-held", async ({ detail }) => {
  if (detail.id !== props.value?.open && (await heldElsewhere(detail.id))) tell("tell", { text: ELSEWHERE });
  else detail.then();
});

// The browser's Back and Forward lead through the conversations that were open, and through the readings of their
// questions: an entry of the history has the open conversation with how each of its questions was meant.
const entryOf = (desk) => ({ open: desk.open ?? 0, turns: desk.kept.find((each) => each.id === desk.open)?.turns ?? [] });
const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);
let follows = false; // whether what comes belongs to the entry in view: the page has just been opened, or Back was pressed

function enter(desk) {
  const [before, now] = [history.state?.rraml, entryOf(desk)];
  const goesOn = before && (!before.open || before.open === now.open) && alike(before.turns, now.turns.slice(0, before.turns.length));
  const state = { ...history.state, rraml: now };
  if (follows || !before || goesOn) history.replaceState(state, "");
  else history.pushState(state, "");
  follows = false;
}

window.addEventListener("popstate", (event) => {
  const there = event.state?.rraml;
  if (!there) return;
  tell("unless-held", { id: there.open, then: () => {
    follows = true;
    const here = entryOf(props.value ?? { kept: [] });
    const changed = here.turns.findIndex((turn, number) => there.turns[number] && !alike(turn, there.turns[number]));
    if (here.open === there.open && changed >= 0) tell("again", { turn: changed + 1 });
    trigger("wind", there);
  } });
});

watch("value", () => {
  if (!props.value || !Array.isArray(props.value.kept)) return;
  enter(props.value);
  const { open, corpus, left } = props.value;
  try {
    sessionStorage.setItem(OPEN, JSON.stringify({ open, corpus, left }));
    localStorage.setItem(KEY, JSON.stringify(merged(stored(), props.value)));
  } catch {
    // a browser that keeps nothing: the page works all the same
  }
});

window.addEventListener("storage", (event) => {
  if (event.key === KEY && props.value) props.value = { ...merged(stored(), props.value), open: props.value.open, corpus: props.value.corpus };
});

// What was open in this tab is open again; in a new tab what was open last, unless another tab has it.
async function arrive(linked) {
  const kept = { left: [], ...stored(), ...found(() => sessionStorage, OPEN) };
  if (await heldElsewhere(kept.open)) Object.assign(kept, { open: 0, left: [] });
  trigger("arrive", { kept, ...linked });
}

const here = new URL(location.href);
const linked = {
  question: here.searchParams.get("q") ?? "",
  corpus: here.searchParams.get("corpus") ?? "",
  typed: here.searchParams.getAll("typed"),
};
follows = true;
setTimeout(arrive, 0, linked);
if (here.searchParams.has("q")) {
  // a link is followed once: what it asks is kept from here on, and a reload doesn't ask it again
  for (const name of ["q", "corpus", "typed"]) here.searchParams.delete(name);
  history.replaceState(history.state, "", here);
}
