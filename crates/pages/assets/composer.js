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

export function mode() {
  return form()?.elements.mode.value ?? "text";
}

/** Makes a composer that has just arrived ready: its draft, its count, its labels. */
export function prepare() {
  const area = field();
  if (!area || area.dataset.ready) return;
  area.dataset.ready = "yes";
  if (area.value === "") restore(area);
  show();
}

function restore(area) {
  const draft = JSON.parse(localStorage.getItem(draftKey()) ?? "null");
  if (!draft) return;
  area.value = draft.text;
  form().elements.mode.value = draft.mode;
}

function keep() {
  const text = field().value;
  if (text === "") localStorage.removeItem(draftKey());
  else localStorage.setItem(draftKey(), JSON.stringify({ text, mode: mode() }));
}

function show() {
  const area = field();
  const note = mode() === "note";
  area.setAttribute("aria-label", note ? area.dataset.note : area.dataset.text);
  document.getElementById("count").textContent = note ? "" : cost(area.value);
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

/** What the reader has had before them for a second counts as seen by what they send. */
export function saw(message) {
  const seen = form()?.elements.seen;
  if (seen) seen.value = message;
}

/** A press has gone off: the words stand still until it is answered. */
export function pressed() {
  field().readOnly = true;
}

/** The answer is there; what was taken is no draft any more. */
export function answered(taken) {
  field().readOnly = false;
  if (!taken) return;
  localStorage.removeItem(draftKey());
  field().value = "";
}

export function start() {
  document.addEventListener("input", (event) => {
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
    } else if (act === "discard") {
      field().value = "";
      keep();
      show();
      document.querySelector("#compose .loud")?.remove();
    }
  });
  prepare();
}
