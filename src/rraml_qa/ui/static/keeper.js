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

watch("value", () => {
  if (!props.value || !Array.isArray(props.value.kept)) return;
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
setTimeout(() => trigger("arrive", { kept: stored(), ...linked }));
if (here.searchParams.has("q")) {
  // a link is followed once: what it asks is kept from here on, and a reload doesn't ask it again
  for (const name of ["q", "corpus", "typed"]) here.searchParams.delete(name);
  history.replaceState(null, "", here);
}
