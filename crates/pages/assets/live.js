// What happens elsewhere: entries of the stream, gathered, and the parts of the page they touch fetched anew.

import * as bars from "./bars.js";
import * as list from "./list.js";
import * as pane from "./pane.js";
import * as phone from "./phone.js";
import { Stream, browser } from "./stream.js";

const GATHER = 150;
/** What may put a row elsewhere in the list, or out of it. */
const MOVES = /^(text\.(received|written|failed)|conversation\.|owner\.|accountable\.|status\.|tags\.|clock\.)/;

const changed = new Set();
let running = false;
let planned = false;
let stream;

function onEvent(entry) {
  const text = entry.type === "text.received";
  if (text) bars.text();
  if (!entry.conversation) return;
  const known = list.row(entry.conversation) !== null;
  if (!known || MOVES.test(entry.type)) list.mark(text && entry.conversation !== pane.open());
  changed.add(entry.conversation);
  plan();
}

function plan() {
  if (planned || running) return;
  planned = true;
  setTimeout(run, GATHER);
}

// One round at a time: what comes meanwhile is in the next one.
async function run() {
  planned = false;
  running = true;
  const ids = [...changed];
  changed.clear();
  try {
    await show(ids);
  } finally {
    running = false;
    if (changed.size > 0) plan();
  }
}

async function show(ids) {
  if (phone.isShown()) return phone.refresh();
  const rows = ids.filter((id) => list.row(id));
  if (ids.includes(pane.open())) await pane.refresh();
  if (rows.length > 0) await list.refresh(rows);
}

// The position was too old to go on from: the whole view, as it is now.
async function onReset() {
  if (phone.isShown()) return phone.refresh();
  const position = await list.settle();
  if (pane.open()) await pane.refresh();
  if (position !== null) stream.resumeAt(position);
}

export function start() {
  const handlers = { event: onEvent, reset: onReset, line: bars.connection };
  stream = new Stream({ after: Number(document.documentElement.dataset.position), handlers, env: browser() });
  stream.start();
  addEventListener("pagehide", () => stream.stop());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("online", () => stream.wake());
  addEventListener("offline", () => bars.connection(false));
}
