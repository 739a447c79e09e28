// The policy's editor: lines are counted beside it, a mistake leads to its place, and a draft outlives its page.

const form = () => document.getElementById("draft");
const field = () => document.getElementById("policy-text");

/** One draft a person in this browser: its text, and the version that it was made from. */
const key = () => `policy:${document.documentElement.dataset.person}`;
const kept = () => JSON.parse(localStorage.getItem(key()) ?? "null");

// What was sent from this editor to be checked or tried: it comes back in the page.
const SENT = "policy-sent";

// Nothing goes over a kept draft before its author says what becomes of it.
function keep() {
  if (!document.getElementById("kept").hidden) return;
  localStorage.setItem(key(), JSON.stringify({ text: field().value, version: form().elements.version.value }));
}

// A draft that is live by now, word for word, is none.
function offer() {
  const draft = kept();
  if (!draft) return;
  const shown = form().elements.text.value.replaceAll("\r\n", "\n");
  if (draft.text === shown) {
    if (form().dataset.draft === "live") localStorage.removeItem(key());
    return;
  }
  // What came back from a check is what they wrote last.
  if (field() && sessionStorage.getItem(SENT) === shown) return keep();
  if (location.hash === "#continue") return put(draft);
  const older = draft.version !== form().dataset.live ? `; somebody has put version ${form().dataset.live} live since` : "";
  document.getElementById("kept-from").textContent = ` of version ${Number(draft.version) + 1}${older}`;
  document.getElementById("kept").hidden = false;
}

// Its version goes with it: where another one is live since, putting it live is refused, and says so.
function put(draft) {
  field().value = draft.text;
  form().elements.version.value = draft.version;
  document.getElementById("kept").hidden = true;
  history.replaceState(history.state, "", location.pathname + location.search);
  count();
  field().focus();
}

const gutter = () => document.getElementById("policy-lines");

function count() {
  const lines = field().value.split("\n").length;
  if (gutter().childElementCount !== lines) {
    gutter().replaceChildren(...Array.from({ length: lines }, (_, at) => Object.assign(document.createElement("li"), { textContent: at + 1 })));
  }
  gutter().scrollTop = field().scrollTop;
}

function numbers() {
  const list = document.createElement("ol");
  list.id = "policy-lines";
  list.className = "code__lines";
  list.setAttribute("aria-hidden", "true");
  field().before(list);
  field().classList.add("code__edit--counted");
  field().addEventListener("scroll", () => (gutter().scrollTop = field().scrollTop));
  new ResizeObserver(() => (list.style.height = `${field().offsetHeight}px`)).observe(field());
  count();
}

/** Puts the caret to a line and a column, both from 1. */
function go(line, column) {
  const lines = field().value.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const at = before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
  field().focus();
  field().setSelectionRange(at, at);
  show(line - 3);
}

/** Scrolls to a line, from 1. */
function show(line) {
  const height = Number.parseFloat(getComputedStyle(field()).lineHeight);
  field().scrollTop = Math.max(0, (line - 1) * height);
  field().scrollLeft = 0;
}

function did(event) {
  const link = event.target.closest?.("#problems a[data-line]");
  if (link && field()) {
    event.preventDefault();
    return go(Number(link.dataset.line), Number(link.dataset.column));
  }
  const act = event.target.closest?.("[data-do]")?.dataset.do;
  if (act === "continue-draft") {
    if (field()) put(kept());
    else location.assign("/policy?edit=1#continue");
  } else if (act === "discard-draft" || act === "leave-draft") {
    localStorage.removeItem(key());
    if (act === "discard-draft") document.getElementById("kept").hidden = true;
  }
}

// Who may only read it has neither a field nor a draft.
function start() {
  if (!document.getElementById("kept")) return;
  if (field()) {
    numbers();
    field().addEventListener("input", () => { keep(); count(); });
    form().addEventListener("submit", () => sessionStorage.setItem(SENT, field().value));
  }
  document.addEventListener("click", did);
  // What is edited is mostly the rules.
  if (field() && document.getElementById("problems").childElementCount === 0) show(Number(field().dataset.rules));
  offer();
}

start();
