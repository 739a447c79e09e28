// The bars over everything: the connection, and what was just done.

import { gone } from "./words.js";

// The timer comes once a second: the bar is there within two.
const SHOWN_AFTER = 1_000;

let lostAt = null;
let shown = false;
let back = null;
let missed = 0;
let failing;

const line = () => document.getElementById("line");

function say(text) {
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.textContent = text;
  line().replaceChildren(...(text === "" ? [] : [bar]));
}

/** The stream says whether it is connected. */
export function connection(up) {
  if (!up) {
    lostAt ??= performance.now();
    return;
  }
  lostAt = null;
  if (!shown) return;
  shown = false;
  missed = 0;
  back = performance.now();
}

/** A text came in. */
export function text() {
  missed += 1;
}

/** A press did not reach the server, or it could not answer. */
export function failed(words) {
  say(words);
  clearTimeout(failing);
  failing = setTimeout(() => say(""), 10_000);
}

/** Once a second. */
export function tick() {
  const now = performance.now();
  if (lostAt !== null && now - lostAt >= SHOWN_AFTER) {
    shown = true;
    say(`No connection for ${gone(now - lostAt)}. Keep writing: nothing is lost.`);
  } else if (back !== null) {
    const came = missed === 0 ? "" : missed === 1 ? " One text came in meanwhile." : ` ${missed} texts came in meanwhile.`;
    say(now - back < 5_000 ? `Back. You missed nothing.${came}` : "");
    if (now - back >= 5_000) back = null;
  }
  fade();
}

// What was done is said for ten seconds of a page that is looked at, longer while somebody is on it.
function fade() {
  const bar = document.querySelector("#said > [data-fades]");
  if (!bar || document.hidden || bar.matches(":hover, :focus-within")) return;
  const left = Number(bar.dataset.fades || 10) - 1;
  if (left <= 0) bar.remove();
  else bar.dataset.fades = String(left);
}
