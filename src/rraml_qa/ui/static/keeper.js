// What this browser keeps of its conversations: their questions, in local storage. Tabs share it, none undoes another's.
const KEY = "rraml-qa";
const MOST = 40;

function stored() {
  try {
    const value = JSON.parse(localStorage.getItem(KEY));
    return value && typeof value === "object" && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

function merged(before, desk) {
  const gone = new Set(desk.forgotten ?? []);
  const known = new Set((desk.kept ?? []).map((each) => each.id));
  const others = (Array.isArray(before.kept) ? before.kept : []).filter((each) => each && !known.has(each.id) && !gone.has(each.id));
  return { ...desk, visitor: desk.visitor || before.visitor || "", kept: [...(desk.kept ?? []), ...others].slice(0, MOST) };
}

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
  if (!event.state?.rraml) return;
  follows = true;
  const [here, there] = [entryOf(props.value ?? { kept: [] }), event.state.rraml];
  const changed = here.turns.findIndex((turn, number) => there.turns[number] && !alike(turn, there.turns[number]));
  if (here.open === there.open && changed >= 0) document.dispatchEvent(new CustomEvent("rraml:again", { detail: { turn: changed + 1 } }));
  trigger("wind", there);
});

watch("value", () => {
  if (!props.value || !Array.isArray(props.value.kept)) return;
  enter(props.value);
  try {
    localStorage.setItem(KEY, JSON.stringify(merged(stored(), props.value)));
  } catch {
    // a browser that keeps nothing: the page works all the same
  }
});

window.addEventListener("storage", (event) => {
  if (event.key === KEY && props.value) props.value = merged(stored(), props.value);
});

const here = new URL(location.href);
const linked = {
  question: here.searchParams.get("q") ?? "",
  corpus: here.searchParams.get("corpus") ?? "",
  typed: here.searchParams.getAll("typed"),
};
follows = true;
setTimeout(() => trigger("arrive", { kept: stored(), ...linked }));
if (here.searchParams.has("q")) {
  // a link is followed once: what it asks is kept from here on, and a reload doesn't ask it again
  for (const name of ["q", "corpus", "typed"]) here.searchParams.delete(name);
  history.replaceState(history.state, "", here);
}
