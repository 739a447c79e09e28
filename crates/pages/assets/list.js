// The list: rows change in place, and move only when the reader asks, has acted, or looks elsewhere.

const IDLE = 10_000;
/** After so long without a key what is typed is looked for. */
const TYPED = 250;
const PAGE = 50;
/** More rows than this are a page of their own. */
const MOST = 200;

const list = () => document.getElementById("list");
const rows = () => [...document.querySelectorAll("#rows .row > a")];

let newTexts = 0;
/** Something was put to the reader, or told them. */
let put = false;
let stale = false;
let touched = 0;

export const row = (id) => document.getElementById(`row-${id}`);

/** The query that brings this list again. */
export function query() {
  return list()?.dataset.query ?? "";
}

/** Something changed that this list shows elsewhere, or not yet: a text, or what is put to the reader. */
export function mark(isText, isPut = false) {
  stale = true;
  if (isText) newTexts += 1;
  put ||= isPut;
  label();
}

function label() {
  const button = document.getElementById("settle");
  if (!button) return;
  button.hidden = newTexts === 0 && !put;
  const texts = newTexts === 1 ? "1 new text" : `${newTexts} new texts`;
  button.textContent = newTexts === 0 ? "Something new for you" : texts;
}

/** Brings the list up to date, as long as it is shown; says at which position it then is. */
export async function settle(atLeast = PAGE) {
  if (!list()) return null;
  stale = false;
  newTexts = 0;
  put = false;
  const focused = document.activeElement?.dataset?.row;
  const open = rows().find((link) => link.hasAttribute("aria-current") && inView(link))?.dataset.row;
  const limit = Math.min(MOST, Math.max(atLeast, rows().length));
  await fetchFragment(`/list?${join(query(), `limit=${limit}`)}${openField()}`);
  label();
  // Whoever had the row of what is open in view has it still, wherever its due time has moved it.
  if (open) row(open)?.scrollIntoView({ block: "nearest" });
  if (focused) row(focused)?.querySelector("a").focus({ preventScroll: true });
  return Number(list().dataset.position);
}

function inView(link) {
  const [it, all] = [link, document.getElementById("rows")].map((element) => element.getBoundingClientRect());
  return it.height > 0 && it.bottom > all.top && it.top < all.bottom;
}

let typing;
let seeking = false;

const typed = () => document.getElementById("q").value.trim();
const sought = () => new URLSearchParams(query()).get("q") ?? "";

// What is typed is looked for while it is typed, one search at a time; the focus and the field are left alone.
async function seek() {
  if (seeking) return;
  seeking = true;
  for (let words = typed(); words !== sought(); words = typed()) {
    const wanted = new URLSearchParams(query());
    if (words === "") wanted.delete("q");
    else wanted.set("q", words);
    await fetchFragment(`/list?${join(wanted.toString(), `limit=${PAGE}`)}${openField()}`);
    if (sought() !== words) break;
  }
  seeking = false;
  stale = false;
  newTexts = 0;
  put = false;
  label();
  history.replaceState(history.state, "", `${location.pathname}?${query()}${location.hash}`);
  document.getElementById("heard").textContent = `${rows().length} found`;
}

/** Shows rows as they are now, where they stand. */
export async function refresh(ids) {
  await fetchFragment(`/rows?${join(query(), `ids=${ids.map(encodeURIComponent).join(",")}`)}${openField()}`);
  if (ids.some((id) => row(id) && row(id).dataset.group !== groupOf(row(id)))) mark(false);
}

function groupOf(element) {
  return element.closest(".group")?.id.slice(2);
}

function openField() {
  const open = document.getElementById("main").dataset.open;
  return open ? `&open=${encodeURIComponent(open)}` : "";
}

const join = (first, second) => [first, second].filter(Boolean).join("&");

async function fetchFragment(url) {
  await htmx.ajax("GET", url, { source: document.getElementById("list"), swap: "none" });
}

/** Shows which conversation is open. */
export function choose(id) {
  for (const link of rows()) {
    if (link.dataset.row === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** Moves the focus by one row, from the chosen one if none has it. */
export function move(step) {
  const all = rows();
  const at = all.findIndex((link) => link === document.activeElement);
  const from = at >= 0 ? at : all.findIndex((link) => link.hasAttribute("aria-current"));
  all[Math.min(all.length - 1, Math.max(0, from + step))]?.focus();
}

/** The next promise that is late, from where the focus is. */
export function nextLate() {
  const late = rows().filter((link) => link.querySelector(".due--late"));
  const at = late.indexOf(document.activeElement);
  late[(at + 1) % late.length]?.focus();
}

/** Settles by itself once nobody has touched anything for ten seconds and nobody is in the list. */
export function idle(now) {
  const busy = list()?.matches(":hover") || list()?.contains(document.activeElement);
  if (stale && !busy && now - touched >= IDLE) settle();
}

export function start() {
  const touch = () => (touched = performance.now());
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel"]) {
    addEventListener(kind, touch, { passive: true, capture: true });
  }
  document.addEventListener("input", (event) => {
    if (event.target.id !== "q") return;
    clearTimeout(typing);
    typing = setTimeout(seek, TYPED);
  });
  document.addEventListener("click", (event) => {
    if (event.target.id === "settle") settle();
    if (event.target.id === "more" && rows().length < MOST) {
      event.preventDefault();
      settle(rows().length + PAGE);
    }
  });
}
