// The tour: a step at a time, each with the part of the page lit up that it speaks of.
const dialog = element.querySelector("dialog");
const steps = [...dialog.querySelectorAll("li")];
const spot = dialog.querySelector(".spot");
const box = dialog.querySelector(".steps");
const GAP = 12; // pixels between a part and what is said of it
let step = 0;

const isSeen = (part) => part && part.getClientRects().length > 0;

function partOf({ tab, at }) {
  const tabs = [...document.querySelectorAll("#tabs .tab-container:not(.visually-hidden) [role=tab]")];
  if (tab) return tabs.find((each) => each.textContent.trim() === tab);
  return [...document.querySelectorAll(at)].findLast(isSeen);
}

function place() {
  if (!dialog.open) return;
  const part = partOf(steps[step].dataset);
  spot.hidden = !isSeen(part);
  const [width, height] = [document.documentElement.clientWidth, innerHeight];
  const shown = spot.hidden ? { left: 0, top: 0, bottom: 0, right: width } : part.getBoundingClientRect();
  const [top, bottom] = [Math.max(shown.top - 4, 4), Math.min(shown.bottom + 4, height - 4)];
  const [left, right] = [Math.max(shown.left - 4, 4), Math.min(shown.right + 4, width - 4)];
  Object.assign(spot.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${Math.max(bottom - top, 0)}px` });
  // below it where there is room, else above it, else beside it, else at the window's end
  const [wide, high] = [box.offsetWidth, box.offsetHeight];
  const fits = { below: height - bottom >= high + 2 * GAP, above: top >= high + 2 * GAP, before: left >= wide + 2 * GAP, behind: width - right >= wide + 2 * GAP };
  const beside = !fits.below && !fits.above;
  const y = fits.below ? bottom + GAP : fits.above ? top - high - GAP : Math.max(height - high - GAP, GAP);
  const x = beside && fits.behind ? right + GAP : beside && fits.before ? left - wide - GAP : Math.min(Math.max(left, GAP), width - wide - GAP);
  Object.assign(box.style, { left: `${Math.max(x, GAP)}px`, top: `${y}px` });
}

function go(to) {
  step = Math.min(Math.max(to, 0), steps.length - 1);
  steps.forEach((each, number) => { each.hidden = number !== step; });
  dialog.querySelector("[role=status]").textContent = `${step + 1} of ${steps.length}`;
  dialog.querySelector("[data-step='-1']").disabled = step === 0;
  const next = dialog.querySelector("[data-step='1']");
  next.textContent = step === steps.length - 1 ? "Done" : "Next";
  const part = partOf(steps[step].dataset);
  if (isSeen(part)) part.scrollIntoView({ block: part.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
  place();
  next.focus();
}

document.addEventListener("rraml:tour", () => {
  tell("to-ask");
  if (!dialog.open) dialog.showModal();
  go(0);
  requestAnimationFrame(place);
});
dialog.addEventListener("click", (event) => {
  const by = Number(event.target.dataset?.step ?? 0);
  if (!by) return;
  if (step + by >= steps.length) dialog.close();
  else go(step + by);
});
dialog.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by) go(step + by);
});
window.addEventListener("resize", place);
window.addEventListener("scroll", place, { passive: true });
