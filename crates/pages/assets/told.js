// What the reader is told of conversations that they do not look at: over the list, until it is read or put away.

/** The most that stand there at once; older ones are in the timelines. */
const MOST = 3;

const place = () => document.getElementById("told");

/** An entry of the stream: whether it is a word to whoever reads here is said by the server, which knows them. */
export function heard(entry, open, query) {
  const reader = document.documentElement.dataset.person;
  if (!place() || !entry.told?.includes(reader) || entry.conversation === open) return;
  const address = `/told?conversation=${entry.conversation}&position=${entry.position}&${query}`;
  htmx.ajax("GET", address, { source: place(), swap: "none" });
}

/** What is open now is read. */
export function read(conversation) {
  if (!place()) return;
  for (const told of [...place().children]) {
    if (told.dataset.conversation === conversation) told.remove();
  }
  while (place().children.length > MOST) place().lastElementChild.remove();
}

export function start() {
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-do=put-away]")) event.target.closest(".told").remove();
  });
}
