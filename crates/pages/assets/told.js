// What the reader is told of conversations that they do not look at: over the list, until it is read or put away.

/** The most that stand there at once; what is more is counted, and stands in the timelines. */
const MOST = 3;

/** A change of shifts tells one person many things within a moment: they are asked for together, after so long. */
const GATHER = 150;

const place = () => document.getElementById("told");
const standing = () => [...place().querySelectorAll("[data-conversation]")];

/** No more are asked for at once. */
const LATEST = 50;

// What is to be asked for, the latest last; one question at a time, so that it is known what stands there.
let waiting = [];
let asking = false;
let list = "";

/** An entry of the stream: whether it is a word to whoever reads here is said by the server, which knows them. */
export function heard(entry, open, query) {
  const reader = document.documentElement.dataset.person;
  if (!place() || !entry.told?.includes(reader) || entry.conversation === open) return;
  waiting.push(`entry=${entry.conversation}.${entry.position}`);
  list = query;
  if (!asking) setTimeout(ask, GATHER);
  asking = true;
}

async function ask() {
  const asked = waiting.slice(-LATEST);
  const more = Number(document.getElementById("told-more")?.dataset.more ?? 0) + waiting.length - asked.length;
  waiting = [];
  await htmx.ajax("GET", `/told?${asked.join("&")}&more=${more}&stand=${standing().length}&${list}`, { source: place(), swap: "none" }).catch(() => {});
  asking = waiting.length > 0;
  if (asking) setTimeout(ask, GATHER);
}

/** What is open now is read. */
export function read(conversation) {
  if (!place()) return;
  for (const told of standing()) {
    if (told.dataset.conversation === conversation) told.remove();
  }
  for (const told of standing().slice(MOST)) told.remove();
  // The latest count is the whole.
  for (const count of [...place().querySelectorAll("[data-more]")].slice(0, -1)) count.remove();
}

export function start() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-do=put-away]")) return;
    event.target.closest(".told").remove();
  });
}
