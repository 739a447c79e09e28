// The sheet on which one hands over: the words name whoever is chosen, the ghost in the timeline follows them.

const form = () => document.getElementById("ho");
const ghost = (part) => document.querySelector(`#ghost [data-ghost="${part}"]`);

/** Of which conversation and person the sheet is, as the key of what is typed into it. */
function draftKey() {
  const { conversation } = document.getElementById("sheet").dataset;
  return `sheet:${conversation}:${document.documentElement.dataset.person}`;
}

/** The radio or option that is chosen, or null. */
function target() {
  const radio = form().querySelector('[name="to"]:checked');
  if (radio?.value !== "other") return radio;
  const option = form().elements.other.selectedOptions[0];
  return option?.value ? option : null;
}

const tell = () => form().elements.tell?.value ?? "no";
/** The question that is handed over alone, or "" for the whole conversation. */
const only = () => form().elements.what?.value ?? "";
const customer = () => document.getElementById("sheet").dataset.first;

// Who is chosen is named, as long as nobody has written other words.
function rename() {
  const { customer_text: text, suggested } = form().elements;
  const chosen = target();
  if (!text || !chosen) return;
  const theirs = text.value.trim() === "" || text.value === suggested.value;
  if (!theirs) return;
  text.value = suggested.value = chosen.dataset.words;
  form().elements.suggested_for.value = chosen.value;
}

function show() {
  const chosen = target();
  const name = chosen?.dataset.short ?? "somebody";
  const when = tell();
  const words = when === "no" ? "" : form().elements.customer_text.value.trim();
  const button = { no: "", now: ` and text ${customer()}`, on_acceptance: `, then text ${customer()}` };
  document.getElementById("ho-go").textContent = only() !== "" ? `Ask ${name}` : `Offer to ${name}${words === "" ? "" : button[when]}`;
  fillUp();
  const told = document.getElementById("ho-told");
  if (told) told.hidden = when === "no";
  if (!ghost("item")) return;
  const ring = document.querySelector("#ghost .ring");
  ring.textContent = chosen?.dataset.letters ?? "?";
  ring.title = `Offered to ${name}`;
  ring.setAttribute("aria-label", ring.title);
  ghost("bold").textContent = chosen ? `If you offer this to ${name},` : "Choose who takes it over:";
  ghost("plain").textContent = !chosen ? `what ${customer()} would get stands here then.` : words === ""
    ? `they see what you write here, and ${customer()} is not told.`
    : `they see what you write here. ${customer()} gets this text:`;
  ghost("item").hidden = words === "";
  ghost("words").textContent = words;
  ghost("small").textContent = when === "now" ? "Goes out with the offer" : `Goes out when ${name} accepts`;
}

/** The option of the template that is chosen, or undefined. */
const template = () => form().elements.summary_template?.selectedOptions[0];
const filled = () => form().querySelectorAll('[name^="fill."]');

// What the template says stands there as it fills up.
function fillUp() {
  const chosen = template();
  if (!chosen) return;
  form().elements.shown_template.value = chosen.value;
  document.getElementById("ho-needs").hidden = Boolean(chosen.dataset.fill) && !("asks" in chosen.dataset);
  for (const set of form().querySelectorAll(".fill")) {
    set.hidden = set.disabled = set.id !== chosen.dataset.fill;
    for (const place of set.querySelectorAll("[data-of]")) {
      const parts = place.dataset.of.split(" ").map((id) => id === "ho-to" ? target()?.dataset.role ?? "" : document.getElementById(id).value.trim());
      place.textContent = parts.every(Boolean) ? parts.join("; ") : place.dataset.otherwise ?? "________";
    }
  }
}

const KEPT = ["summary", "done", "pending"];

function keep() {
  const { elements } = form();
  const draft = Object.fromEntries(KEPT.map((name) => [name, elements[name].value]));
  const text = elements.customer_text;
  if (text && text.value !== elements.suggested.value) draft.customer_text = text.value;
  // Whom the words name, and how they hear of it, belongs to them.
  draft.to = target()?.value ?? "";
  draft.tell = tell();
  draft.confirm_back = elements.confirm_back.checked;
  draft.template = template()?.value;
  draft.filled = [...filled()].map((field) => field.value);
  try {
    localStorage.setItem(draftKey(), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing, or is full: what is typed stands here until the page goes.
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(draftKey()) ?? "null");
  } catch {
    return null;
  }
}

/** Chooses whom a draft was written for. Says whether they can still be chosen. */
function choose(to) {
  const { other } = form().elements;
  const above = [...form().querySelectorAll('[name="to"]')].find((radio) => radio.value === to && to !== "other");
  const below = [...other?.options ?? []].find((option) => option.value === to && to !== "");
  if (above) above.checked = true;
  if (other) other.value = below && !above ? to : "";
  if (below && !above) form().querySelector('[name="to"][value="other"]').checked = true;
  return Boolean(above ?? below);
}

// What was typed before, where the server has nothing to say about it.
function restore() {
  const draft = kept();
  const { elements } = form();
  const untouched = KEPT.every((name) => elements[name].value === "") && !template()?.value;
  if (!draft || !untouched) return;
  // A policy may have changed meanwhile: what was filled in belongs to the templates that it had then.
  if (draft.template && draft.filled.length === filled().length) {
    elements.summary_template.value = draft.template;
    filled().forEach((field, at) => { field.value = draft.filled[at]; });
  }
  for (const name of KEPT) elements[name].value = draft[name] ?? "";
  elements.confirm_back.checked = draft.confirm_back === true;
  const when = form().querySelector(`[name="tell"][type="radio"][value="${CSS.escape(draft.tell ?? "")}"]`);
  if (when) when.checked = true;
  // Words that name somebody are theirs alone: with whom they named gone, they go too.
  if (!choose(draft.to ?? "")) return;
  if (draft.customer_text !== undefined && elements.customer_text) elements.customer_text.value = draft.customer_text;
  else rename();
}

function forget(conversation) {
  try {
    localStorage.removeItem(`sheet:${conversation}:${document.documentElement.dataset.person}`);
  } catch {
    // Nothing was kept.
  }
}

/** Makes a sheet that has just arrived ready, and takes the focus to it, or to what is wrong. */
export function arrived() {
  const fields = form();
  if (!fields || fields.dataset.ready) return;
  fields.dataset.ready = "yes";
  restore();
  show();
  const wrong = fields.querySelector('[aria-invalid="true"]');
  const radios = fields.elements.to;
  (wrong ?? [...radios].find((radio) => radio.checked) ?? radios[0]).focus();
}

/** An offer was taken: what was typed for it is no draft any more. */
export function taken(element) {
  if (element.id === "ho") forget(element.elements.conversation.value);
}

/** Closes the sheet, and gives the focus back. What was typed stays for the next time. Says whether there was one. */
export function close() {
  if (!form() || !document.getElementById("head")) return false;
  document.getElementById("over").replaceChildren();
  document.getElementById("ghost").replaceChildren();
  // A page that came with its sheet has its address.
  const plain = location.pathname.replace(/\/handoff$/, "");
  if (plain !== location.pathname || location.hash === "#sheet") history.replaceState(null, "", `${plain}${location.search}#conversation`);
  (document.getElementById("act-hand") ?? document.getElementById("conv-h")).focus();
  return true;
}

export function start() {
  document.addEventListener("input", (event) => {
    if (event.target.form?.id !== "ho") return;
    const { name } = event.target;
    if (name === "other") form().querySelector('[name="to"][value="other"]').checked = true;
    // Of two places to choose in, one says who: what is chosen above is not chosen below.
    if (name === "to" && event.target.value !== "other" && form().elements.other) form().elements.other.value = "";
    if (name === "to" || name === "other") rename();
    keep();
    show();
  });
  document.addEventListener("click", (event) => {
    const act = event.target.closest?.("[data-do]")?.dataset.do;
    if (act === "keep-it" && close()) event.preventDefault();
    if (act === "undecline") {
      const why = event.target.closest("details");
      why.open = false;
      why.querySelector("summary").focus();
    }
  });
  arrived();
}
