// What the reader is told of conversations that they do not look at: over the list, until it is read or put away.

/** The most that stand there at once; what is more is counted, and stands in the timelines. */
const MOST = 3;

/** A change of shifts tells one person many things within a moment: they are asked for together, after so long. */
const GATHER = 150;

const place = () => document.getElementById("told");
const standing = () => [...place().querySelectorAll("[data-conversation]")];

// What is to be asked for, the latest last; and how many were told nowhere here since that was last put away.
let waiting = [];
let more = 0;
// How many are on their way here.
let coming = 0;

/** An entry of the stream: whether it is a word to whoever reads here is said by the server, which knows them. */
export function heard(entry, open, query) {
  const reader = document.documentElement.dataset.person;
  if (!place() || !entry.told?.includes(reader) || entry.conversation === open) return;
  waiting.push(`entry=${entry.conversation}.${entry.position}`);
  if (waiting.length === 1) setTimeout(() => ask(query), GATHER);
}

function ask(query) {
  const asked = waiting.slice(-MOST);
  // Those that go from here unread are counted with those that never came.
  const stand = Math.min(MOST, standing().length + coming);
  more += waiting.length - asked.length + Math.max(0, stand + asked.length - MOST);
  waiting = [];
  coming += asked.length;
  htmx.ajax("GET", `/told?${asked.join("&")}&more=${more}&${query}`, { source: place(), swap: "none" });
}

/** What is open now is read. */
export function read(conversation) {
  if (!place()) return;
  coming = 0;
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
    const word = event.target.closest(".told");
    if (word.dataset.more) more = 0;
    word.remove();
  });
}
