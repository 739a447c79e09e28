// What happens elsewhere: entries of the stream, gathered, and the parts of the page they touch fetched anew.

import * as bars from "./bars.js";
import * as list from "./list.js";
import * as offers from "./offers.js";
import * as pane from "./pane.js";
import * as phone from "./phone.js";
import * as told from "./told.js";
import { Stream, browser } from "./stream.js";
import * as ticker from "./ticker.js";

const GATHER = 150;
/** What may put a row elsewhere in the list, or out of it. */
const MOVES = /^(text\.(received|written|failed)|conversation\.|owner\.|accountable\.|status\.|tags\.|clock\.|handoff\.|ask\.)/;

const changed = new Set();
/** The position was too old to go on from: the whole view, as it is now. */
let anew = false;
/** What stands under one's own name may be another. */
let mine = false;
let running = false;
let planned = false;
let missed = false;
let stream;

function onEvent(entry) {
  ticker.reach(Date.parse(entry.at));
  const text = entry.type === "text.received";
  if (text) bars.text();
  // A name may stand in any row, and in the column beside.
  if (entry.type === "contact.changed") return onReset();
  // Who is on now, and so perhaps what stands under one's own name; what others say of themselves does not.
  if (entry.type === "shift.changed" || (entry.type === "availability.changed" && entry.person === document.documentElement.dataset.person)) {
    mine = true;
    plan();
  }
  // For whom somebody covers stands in rows until they are back.
  if (entry.type === "availability.changed") list.mark(false);
  if (!entry.conversation) return;
  offers.heard(entry);
  told.heard(entry, pane.open(), list.query());
  const known = list.row(entry.conversation) !== null;
  const put = entry.type === "person.told" && entry.told?.includes(document.documentElement.dataset.person);
  if (!known || put || MOVES.test(entry.type)) list.mark(text && entry.conversation !== pane.open(), put);
  changed.add(entry.conversation);
  plan();
}

function onReset() {
  anew = true;
  plan();
}

// The stream is up, or gives a sign of life: what could not be fetched before is fetched now.
function onLine(up) {
  bars.connection(up);
  if (up && waits()) plan();
}

const waits = () => anew || mine || changed.size > 0;

function plan() {
  if (planned || running) return;
  planned = true;
  setTimeout(run, GATHER);
}

// One round at a time: what comes meanwhile is in the next one.
async function run() {
  planned = false;
  running = true;
  missed = false;
  const ids = [...changed];
  const all = anew;
  const me = mine;
  changed.clear();
  anew = false;
  mine = false;
  try {
    if (me) await htmx.ajax("GET", "/me", { source: document.getElementById("nav"), swap: "none" });
    await (all ? showAll() : show(ids));
  } catch {
    missed = true;
  }
  running = false;
  if (missed) {
    // The stream has told of these, and will not again.
    for (const id of ids) changed.add(id);
    anew ||= all;
    mine ||= me;
  } else if (waits()) plan();
}

/** A part of the page could not be fetched: the round that asked for it is done again. */
export function failed() {
  missed = true;
}

async function show(ids) {
  if (phone.isShown()) return phone.refresh();
  const rows = ids.filter((id) => list.row(id));
  if (ids.includes(pane.open())) await pane.refresh();
  if (rows.length > 0) await list.refresh(rows);
}

async function showAll() {
  if (phone.isShown()) return phone.refresh();
  const position = await list.settle();
  if (pane.open()) await pane.refresh();
  if (position !== null && !missed) stream.resumeAt(position);
}

export function start() {
  const handlers = { event: onEvent, reset: onReset, line: onLine };
  stream = new Stream({ after: Number(document.documentElement.dataset.position), handlers, env: browser() });
  stream.start();
  addEventListener("pagehide", () => stream.stop());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("online", () => stream.wake());
  addEventListener("offline", () => bars.connection(false));
}
