// The right columns: another conversation without a new page, and this one as it changes.

import * as composer from "./composer.js";
import * as list from "./list.js";

const main = () => document.getElementById("main");
const wide = matchMedia("(min-width: 901px)");

/** The conversation that is shown, or "". */
export const open = () => main()?.dataset.open ?? "";

let looking = null;
let seeing;

/** Shows another conversation. On a phone it is a page of its own, so that "back" leads to the list. */
async function show(link) {
  const url = link.getAttribute("href").replace(/#.*/, "");
  await htmx.ajax("GET", url, { source: main(), target: "#beside", swap: "innerHTML", push: url });
}

/** After anything was filled anew: what the columns then need. */
export function arrived() {
  const id = document.getElementById("head")?.dataset.conversation ?? "";
  if (id !== "" && id !== open()) {
    main().dataset.open = id;
    main().classList.remove("inbox--none");
    list.choose(id);
    keepPane();
    sight();
    document.getElementById("conv-h").focus();
  }
  composer.prepare();
  look();
}

// A conversation opens with what waits for an answer in sight, however much has happened since.
function sight() {
  const [past, tl] = ["past", "tl"].map((id) => document.getElementById(id));
  const text = document.getElementById(`t${tl?.dataset.waits}`);
  const above = text && text.getBoundingClientRect().top - past.getBoundingClientRect().top;
  if (above < 0) past.scrollTop += above;
}

/** Brings the open conversation up to date; what is being written is not touched. */
export async function refresh() {
  const id = open();
  const first = document.querySelector("#tl > li[id]")?.id.slice(1) ?? "0";
  const held = hold();
  const before = lastText();
  await htmx.ajax("GET", `/c/${id}/live?from=${first}&out=${composer.nobody() ? 1 : 0}&${list.query()}`, { source: document.getElementById("past"), swap: "none" });
  held();
  announce(before);
  look();
}

// Who reads further up stays where they read.
function hold() {
  const past = document.getElementById("past");
  if (!past || past.scrollTop > -40) return () => {};
  const top = past.getBoundingClientRect().top;
  const anchor = [...past.querySelectorAll("#tl > li[id]")].find((item) => item.getBoundingClientRect().bottom > top);
  const was = anchor?.getBoundingClientRect().top;
  return () => {
    const is = anchor && document.getElementById(anchor.id)?.getBoundingClientRect().top;
    if (is !== undefined && was !== undefined) past.scrollTop += is - was;
  };
}

const lastText = () => [...document.querySelectorAll("#tl > .msg:not(.msg--out)")].at(-1)?.id;

function announce(before) {
  const id = lastText();
  if (!id || id === before) return;
  const item = document.getElementById(id);
  const author = item.querySelector(".msg__meta > span").textContent;
  document.getElementById("heard").textContent = `${author}: ${item.querySelector(".msg__text")?.textContent ?? ""}`;
}

/** What has been on the screen for a second is seen: a send carries it, and it is read. */
export function look() {
  const message = document.getElementById("tl")?.dataset.seen;
  const id = open();
  const told = document.getElementById("tl")?.dataset.told;
  const what = document.hidden || message === undefined ? null : `${id} ${message} ${told}`;
  if (what === looking) return;
  looking = what;
  clearTimeout(seeing);
  if (what === null) return;
  seeing = setTimeout(() => {
    composer.saw(message);
    read(id, told);
  }, 1000);
}

function read(id, told) {
  if (!told && !list.row(id)?.classList.contains("row--new")) return;
  const csrf = document.querySelector('#write [name="csrf"]')?.value;
  if (!csrf) return;
  const body = new URLSearchParams({ csrf });
  // Up to where words were shown: what came since has not been seen.
  if (told !== undefined) body.set("told", told);
  // Not reached, or not noted: said again the next time that somebody looks.
  fetch(`/c/${id}/read`, { method: "POST", headers: { "HX-Request": "true" }, body })
    .then((answer) => (answer.ok ? list.refresh([id]) : (looking = null)), () => (looking = null));
}

function keepPane() {
  const pane = document.getElementById("pane");
  if (pane) pane.checked = localStorage.getItem("pane") !== "off";
}

export function start() {
  keepPane();
  sight();
  look();
  document.addEventListener("visibilitychange", look);
  document.addEventListener("change", (event) => {
    if (event.target.id === "pane") localStorage.setItem("pane", event.target.checked ? "on" : "off");
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-row]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || !wide.matches) return;
    event.preventDefault();
    show(link);
  });
}
