// The keys. None while a field has the focus, except those with Ctrl and Esc; single ones can be switched off.

import * as bars from "./bars.js";
import * as composer from "./composer.js";
import * as list from "./list.js";
import * as sheet from "./sheet.js";
import * as templates from "./templates.js";

// A key that can do nothing here says so.
function cannot(what) {
  if (document.getElementById("head")) bars.failed(`You cannot ${what} now: whoever has it can, while it is open.`);
}

const press = (id, what) => () => {
  const button = document.getElementById(id);
  if (button) button.click();
  else cannot(what);
};

const drop = (id, what) => () => {
  const details = document.getElementById(id);
  if (!details) return cannot(what);
  details.open = true;
  details.querySelector("select, input:not([type=hidden])")?.focus();
};

const KEYS = {
  j: () => list.move(1),
  k: () => list.move(-1),
  r: () => composer.write("text"),
  n: () => composer.write("note"),
  c: () => document.querySelector('[data-key="c"]')?.click(),
  a: () => document.querySelector('[data-key="a"]')?.click(),
  d: decline,
  t: () => document.getElementById("act-template")?.click(),
  h: press("act-hand", "hand this off"),
  g: drop("act-give", "give this to somebody"),
  w: drop("act-wait", "let this wait"),
  e: drop("act-close", "close this"),
  l: () => list.nextLate(),
  ".": () => list.settle(),
  "/": find,
  "?": () => document.getElementById("all-keys")?.showModal(),
};

// The reasons come first, then one's own words.
function decline() {
  const details = document.getElementById("act-decline");
  if (!details) return;
  details.open = true;
  details.querySelector('input[name="why"]').focus();
}

function find() {
  const field = document.getElementById("q");
  if (field) field.focus();
  else location.href = "/";
}

const writes = (element) => element.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

// Esc closes what is on top and gives the focus back.
function escape(target) {
  const details = document.querySelector("details:is(.drop, .why)[open]");
  if (details) {
    details.open = false;
    details.querySelector("summary").focus();
  } else if (templates.close()) {
    // What is written stays; what was filled in goes.
  } else if (sheet.close()) {
    // What is typed there stays for the next time.
  } else if (writes(target)) {
    target.blur();
  }
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = event.ctrlKey || event.metaKey;
  if (event.key === "Escape") return escape(event.target);
  if (chord && event.key === "Enter" && event.target.id === "words") return act(event, composer.send);
  if (chord && event.key.toLowerCase() === "k") return act(event, find);
  if (chord || event.altKey || writes(event.target) || document.querySelector("dialog[open]")) return;
  if (localStorage.getItem("single-keys") === "off") return;
  const run = KEYS[event.key.toLowerCase()];
  if (run) act(event, run);
}

function act(event, run) {
  event.preventDefault();
  run();
}

export function start() {
  document.addEventListener("keydown", onKey);
  const box = document.getElementById("single-keys");
  if (box) {
    box.checked = localStorage.getItem("single-keys") !== "off";
    box.addEventListener("change", () => localStorage.setItem("single-keys", box.checked ? "on" : "off"));
  }
  document.addEventListener("pointerdown", (event) => {
    for (const details of document.querySelectorAll("details.drop[open]")) {
      if (!details.contains(event.target)) details.open = false;
    }
  });
}
