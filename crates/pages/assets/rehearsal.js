// The rehearsal's clock: while it moves, the bar says how far it has come.

import { exact } from "./words.js";

const EVERY = 400;

function start() {
  const form = document.querySelector("#rehearsal form");
  // The press is on its way with its button before there is no second one.
  form?.addEventListener("submit", () => setTimeout(() => moves(form)));
  // A page that comes back out of the browser's memory has nothing under way.
  if (form) addEventListener("pageshow", () => rests(form));
}

let following;

function rests(form) {
  clearInterval(following);
  for (const button of form.querySelectorAll("button")) button.disabled = false;
  document.getElementById("rehearsal-moves").textContent = "";
}

function moves(form) {
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  document.getElementById("rehearsal-moves").textContent = "The clock moves, and what falls due is done …";
  following = setInterval(follow, EVERY);
}

async function follow() {
  try {
    const { now } = await (await fetch("/api/v1/test-clock")).json();
    document.getElementById("rehearsal-now").textContent = exact(Date.parse(now), document.documentElement.dataset.now);
  } catch {
    // The page that follows says how it is.
  }
}

start();
