// The composer: counts while one types, keeps the draft by conversation and person, sends once a press.

import { words as cost } from "./segments.js";

const form = () => document.getElementById("write");
const field = () => document.getElementById("words");

function draftKey() {
  const { conversation, person } = document.getElementById("compose").dataset;
  return `draft:${conversation}:${person}`;
}

/** A random key; crypto.randomUUID is missing where a page is served over plain HTTP. */
export function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether the field says that nobody can text them. */
export const nobody = () => document.querySelector("#write .compose__no") !== null;

export function mode() {
  return form()?.elements.mode.value ?? "text";
}

/** Makes a composer that has just arrived ready: its draft, its count, its labels. */
export function prepare() {
  const area = field();
  if (!area) return;
  // Whom one writes to first follows whose conversation it is, and who asks. Nobody who is about to write a note is made
  // to write to the customer.
  const { first } = document.getElementById("answers").dataset;
  const about = first === "text" && document.activeElement === area;
  if (area.dataset.first && area.dataset.first !== first && area.value === "" && !about) form().elements.mode.value = first;
  area.dataset.first = first;
  if (area.dataset.ready) return show();
  area.dataset.ready = "yes";
  if (area.value === "") restore(area);
  else keep();
  show();
  // A press was held back: the focus goes to why, and not to a choice, which the same keys would press.
  document.querySelector("#compose .loud :is(input, [tabindex])")?.focus();
}

function restore(area) {
  const draft = JSON.parse(localStorage.getItem(draftKey()) ?? "null");
  if (!draft) return;
  area.value = draft.text;
  form().elements.mode.value = draft.mode;
  form().elements.made.value = draft.made ?? "";
  if (draft.seen !== undefined) form().elements.seen.value = draft.seen;
  choose(draft.main ?? "open");
}

const split = () => form().querySelector(".split");

// The main button comes first, and says in whole words what it does.
function choose(main) {
  if (!split() || split().dataset.main === main) return;
  split().dataset.main = main;
  for (const button of split().querySelectorAll("button")) {
    const is = button.value === main;
    button.classList.toggle("btn--go", is);
    button.textContent = is ? button.dataset.long : button.dataset.short;
    button.title = is ? "Ctrl Enter" : "";
    if (is) split().prepend(button);
  }
}

function keep() {
  const text = field().value;
  if (text === "") {
    localStorage.removeItem(draftKey());
    form().elements.made.value = "";
    choose("open");
    if (looked.at === draftKey()) form().elements.seen.value = looked.message;
  } else {
    const { made, seen } = form().elements;
    const draft = { text, mode: mode(), made: made.value, seen: seen.value, main: split()?.dataset.main };
    localStorage.setItem(draftKey(), JSON.stringify(draft));
  }
}

/** A template was put in: the cursor stands behind it, and the draft is kept with it. */
export function put() {
  const area = field();
  const at = [...area.value].slice(0, Number(area.dataset.at)).join("").length;
  area.focus();
  area.setSelectionRange(at, at);
  keep();
}

// Whom a note answers: "Chris", "your team", or nobody.
function answersWhom() {
  const askers = new Set([...document.querySelectorAll("#answers [name=inner]:checked")].map((tick) => tick.dataset.asker));
  return askers.size > 1 ? "your team" : [...askers][0];
}

// A name that somebody gave meanwhile stands in the field and on the buttons too.
function call(area) {
  const { to } = document.getElementById("answers").dataset;
  if (!to || area.dataset.text === `Text to ${to}`) return;
  area.dataset.text = document.getElementById("to").textContent = `Text to ${to}`;
  for (const button of split()?.children ?? []) {
    button.dataset.long = `Text ${/^[(+\d]/.test(to) ? "them" : to}${button.dataset.more}`;
    if (button.value === split().dataset.main) button.textContent = button.dataset.long;
  }
}

// A first text goes out with what it has to say: counted whole, so as it costs at most.
function whole(words) {
  const first = form().elements.introduce;
  return words && first?.checked ? `${words}\n${first.dataset.words}` : words;
}

function show() {
  const area = field();
  call(area);
  const note = mode() === "note";
  const whom = answersWhom();
  const noteWords = whom ? `Answer ${whom}: only your team reads it` : area.dataset.note;
  area.placeholder = note ? noteWords : area.dataset.text;
  document.getElementById("note-does").textContent = whom ? `Answer ${whom}` : "Add note";
  area.setAttribute("aria-label", area.placeholder);
  document.getElementById("count").textContent = note ? "" : cost(whole(area.value));
  since();
}

/** Moves to the field, to write a text or a note. */
export function write(what) {
  if (!form()) return;
  form().elements.mode.value = what;
  show();
  field().focus();
}

/** Presses the main button of the mode. */
export function send() {
  const button = form().querySelector(mode() === "note" ? ".btn--note" : ".split .btn--go");
  if (button && field().value.trim() !== "") form().requestSubmit(button);
}

let looked = {};

/**
 * What the reader has had before them for a second counts as seen by what they begin to write from then on. What is begun
 * already has seen what its first character had, until its author says that they have read what came since.
 */
export function saw(message) {
  if (!form()) return;
  looked = { at: draftKey(), message };
  if (asked.at === draftKey()) asked.message = message;
  if (field().value === "") form().elements.seen.value = message;
}

const newest = () => document.getElementById("tl").dataset;

/** What the line has been shown for, or has been before the reader for a second since: what *I have read it* speaks of. */
let asked = {};

// Something came since the first character: that is said before the press, and asked at it.
function since() {
  const line = document.getElementById("since");
  const { seen, by } = newest();
  line.hidden = field().value === "" || mode() === "note" || seen === form().elements.seen.value
    || document.querySelector("#compose .loud") !== null;
  if (line.hidden) {
    asked = {};
    return;
  }
  if (asked.at !== draftKey()) asked = { at: draftKey(), message: seen };
  line.querySelector("b").textContent = `${by || "A text came"} after you began this.`;
}

/** A press has gone off: the words stand still until it is answered. */
export function pressed() {
  field().readOnly = true;
}

/** The answer is there; what was taken is no draft any more. */
export function answered(taken) {
  field().readOnly = false;
  if (!taken) return;
  field().value = "";
  keep();
}

/** Whether a press of this form sends something: its other buttons only look. */
export const sends = (action) => !action.includes("/templates");

export function start() {
  // Enter in the field of a time means that time.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.target.id !== "later-at") return;
    event.preventDefault();
    form().requestSubmit(form().querySelector('[name="later"][value="own"]'));
  });
  document.addEventListener("input", (event) => {
    // One time is chosen, or written: the last that was touched.
    if (event.target.id === "later-at") for (const time of form().querySelectorAll('[name="later_at"]')) time.checked = false;
    if (event.target.name === "later_at") form().elements.send_at.value = "";
    if (event.target.id === "words" || event.target.form?.id === "write") {
      keep();
      show();
    }
  });
  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act === "change") {
      document.querySelector("#compose .loud")?.remove();
      field().focus();
      field().setSelectionRange(field().value.length, field().value.length);
    } else if (act === "seen") {
      // Not the newest of all: that may have come just before the press.
      form().elements.seen.value = asked.message;
      keep();
      show();
      field().focus();
    } else if (act === "discard") {
      field().value = "";
      keep();
      show();
      document.querySelector("#compose .loud")?.remove();
    }
  });
  prepare();
}
