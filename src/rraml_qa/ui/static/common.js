// What the page's scripts have in common; it stands before each of them. `element` and `server` are given by gr.HTML.
const tell = (name, detail) => document.dispatchEvent(new CustomEvent("rraml:" + name, { detail }));
const deskOf = () => document.querySelector("#conversation [data-corpus]")?.dataset ?? {};
const asked = (more) => ({ corpus: deskOf().corpus ?? "", visitor: deskOf().visitor ?? "", ...more });
// What a function of the server gives; a sentence under "error" where there is no server.
async function called(name, given) {
  const answer = await server[name](asked(given)).catch(() => null);
  return answer ?? { error: "The server doesn’t answer; try again once it runs." };
}

const narrow = () => matchMedia("(max-width: 62rem)").matches;

// The tabs within an element: the panel of one is shown, and arrow keys lead to the next one.
const tabs = () => [...element.querySelectorAll("[role=tab]")].filter((tab) => !tab.hidden);

function openTab(name) {
  for (const tab of element.querySelectorAll("[role=tab]")) {
    const is = tab.dataset.opens === name;
    tab.setAttribute("aria-selected", is);
    tab.tabIndex = is ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !is;
  }
}

function nextTab(event) {
  const tab = event.target.closest("[role=tab]");
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!tab || !step) return;
  const next = tabs().at((tabs().indexOf(tab) + step) % tabs().length);
  next.click();
  next.focus();
}
