// What the reader offered: once somebody has answered it there is nothing to undo, and they hear that it was accepted.

/** So many offers are known by their ids: those of an afternoon. */
const MOST = 30;

const reader = () => document.documentElement.dataset.person;
const key = () => `offers:${reader()}`;
const known = () => JSON.parse(localStorage.getItem(key()) ?? "[]");
const bar = () => document.querySelector("#said > [data-offer]");

/** An offer of theirs may just have been made: the bar says which. */
export function made() {
  const id = bar()?.dataset.offer;
  if (!id || known().includes(id)) return;
  localStorage.setItem(key(), JSON.stringify([...known(), id].slice(-MOST)));
}

/** An entry of the stream. What was declined or ran out comes back loudly by itself. */
export function heard(entry) {
  if (!/^handoff\.(accepted|declined|expired|withdrawn)$/.test(entry.type)) return;
  if (bar()?.dataset.offer === entry.offer) bar().remove();
  if (entry.type !== "handoff.accepted" || !known().includes(entry.offer)) return;
  htmx.ajax("GET", `/c/${entry.conversation}/handoffs/${entry.offer}`, { source: document.getElementById("said"), swap: "none" });
}
