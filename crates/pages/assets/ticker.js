// One timer for the page: times that run, rails that fill, bars that fade. It asks the server nothing.

import { age, due, dueClass, exact, spent, waits } from "./words.js";

const root = document.documentElement;
const rendered = Date.parse(root.dataset.now ?? "");
const loaded = performance.now();

/** How far a rehearsal's clock was moved while this page was open. */
let moved = 0;

/** Domain time on this page in milliseconds: stands still when a rehearsal's clock does. */
export function now() {
  return rendered + moved + (root.dataset.clock === "standing" ? 0 : performance.now() - loaded);
}

/** Something happened then: no page stays behind what it shows. */
export function reach(at) {
  if (at > now()) moved += at - now();
}

/** Starts the timer; `each` is called every second. */
export function start(each) {
  setInterval(() => {
    tick();
    each();
  }, 1000);
  tick();
}

function tick() {
  const at = now();
  const clock = document.getElementById("now");
  if (clock) write(clock, exact(at, root.dataset.now));
  // While it is being moved it says where it has come.
  const rehearsal = document.querySelector("#rehearsal:not(:has(button:disabled)) #rehearsal-now");
  if (rehearsal) write(rehearsal, exact(at, root.dataset.now));
  for (const time of document.querySelectorAll("time[data-tick]")) {
    const instant = Date.parse(time.dateTime);
    if (time.dataset.tick === "age") write(time, age(at, instant));
    else if (time.dataset.tick === "waits") write(time, waits(at, instant));
    else promise(time, at, instant);
  }
}

function promise(time, at, instant) {
  write(time, due(at, instant));
  const name = dueClass(at, instant, Date.parse(time.dataset.risk));
  if (time.className !== name) time.className = name;
  const rail = time.closest(".row, .conv__head")?.querySelector(".burn rect");
  if (rail) fill(rail, spent(at, Date.parse(time.dataset.from), instant), name);
}

function fill(rail, percent, name) {
  const flat = rail.parentElement.classList.contains("burn--flat");
  if (flat) set(rail, "width", `${percent}%`);
  else {
    set(rail, "y", `${100 - percent}%`);
    set(rail, "height", `${percent}%`);
  }
  rail.parentElement.classList.toggle("burn--risk", name.endsWith("risk"));
  rail.parentElement.classList.toggle("burn--late", name.endsWith("late"));
}

function set(element, attribute, value) {
  if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

function write(time, text) {
  if (text !== null && time.textContent !== text) time.textContent = text;
}
