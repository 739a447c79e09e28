// Templates: found as one types, filled in place, put into what is written where the cursor was.

import { words as cost } from "./segments.js";

const form = () => document.getElementById("tpl");
const words = () => document.getElementById("words");
const chosen = () => form().querySelector('[name="template"]:checked');
const shown = () => form().querySelector(".fill:not([hidden])");

// The place of a blank shows what is filled in, or what stands there otherwise.
function show() {
  const set = shown();
  let open = 0;
  for (const field of set?.querySelectorAll(".field input") ?? []) {
    const text = field.value.trim() || field.dataset.otherwise;
    if (text === undefined) open += 1;
    for (const place of set.querySelectorAll(`[data-blank="${field.id}"]`)) place.textContent = text ?? "________";
  }
  const go = document.getElementById("tpl-go");
  if (go) go.disabled = !set || open > 0;
  const count = set?.querySelector("[data-count]");
  if (count) count.textContent = form().elements.mode.value === "note" ? "" : cost(set.querySelector(".fill__text").textContent.trim());
}

function choose() {
  const wanted = chosen()?.dataset.fill;
  for (const set of form().querySelectorAll(".fill")) set.disabled = set.hidden = set.id !== wanted;
  show();
}

// Those that have the words stay; the first of them is chosen if the chosen one went.
function find() {
  const wanted = form().elements.q.value.trim().toLowerCase();
  const labels = [...form().querySelectorAll(".pick label")];
  for (const label of labels) label.hidden = !label.textContent.toLowerCase().includes(wanted);
  const left = labels.filter((label) => !label.hidden);
  if (!left.some((label) => label.contains(chosen()))) {
    const first = left[0]?.querySelector("input");
    if (first) first.checked = true;
    else if (chosen()) chosen().checked = false;
  }
  document.getElementById("tpl-none").hidden = left.length > 0;
  choose();
}

/** A sheet of templates that has just arrived: the first thing is to find one, or to fill what is missing. */
export function arrived() {
  if (!form() || form().dataset.ready) return;
  form().dataset.ready = "yes";
  (form().querySelector('.fill:not([hidden]) [aria-invalid="true"]') ?? form().elements.q).focus();
  show();
}

/** What goes with a press: what is written by now, and where the template goes. */
export function pressed(element, body) {
  if (element.id !== "tpl") return;
  const area = words();
  body.set("text", area.value);
  body.set("seen", area.form.elements.seen.value);
  body.set("at", String([...area.value.slice(0, area.selectionEnd)].length));
  // It is found already: a search is for pages without a script.
  body.set("found", body.get("q") ?? "");
  area.readOnly = true;
}

/** The answer is there, or lost. */
export function answered(element) {
  if (element?.id === "tpl" && words()) words().readOnly = false;
}

/** Puts the sheet away, and gives the focus back. Says whether there was one. */
export function close() {
  if (!form()) return false;
  document.getElementById("hang").replaceChildren();
  words().focus();
  return true;
}

export function start() {
  document.addEventListener("input", (event) => {
    if (event.target.form?.id !== "tpl") return;
    if (event.target.name === "q") find();
    else if (event.target.name === "template") choose();
    else show();
  });
  // Enter goes on: from the search to what is missing, from there to the button.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.target.form?.id !== "tpl" || event.target.localName !== "input") return;
    event.preventDefault();
    const missing = [...(shown()?.querySelectorAll(".field input") ?? [])].find((field) => field.value.trim() === "" && field.dataset.otherwise === undefined);
    (missing ?? document.getElementById("tpl-go"))?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('[data-do="no-template"]') && close()) event.preventDefault();
  });
  arrived();
}
