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
const customer = () => document.getElementById("sheet").dataset.first;

// Who is chosen is named, as long as nobody has written other words.
function rename() {
  const { customer_text: text, suggested } = form().elements;
  const chosen = target();
  if (!text || !chosen) return;
  const theirs = text.value.trim() === "" || text.value === suggested.value;
  if (theirs) text.value = suggested.value = chosen.dataset.words;
}

function show() {
  const chosen = target();
  const name = chosen?.dataset.short ?? "somebody";
  const when = tell();
  const words = when === "no" ? "" : form().elements.customer_text.value.trim();
  const button = { no: "", now: ` and text ${customer()}`, on_acceptance: `, then text ${customer()}` };
  document.getElementById("ho-go").textContent = `Offer to ${name}${words === "" ? "" : button[when]}`;
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

const KEPT = ["summary", "done", "pending"];

function keep() {
  const { elements } = form();
  const draft = Object.fromEntries(KEPT.map((name) => [name, elements[name].value]));
  const text = elements.customer_text;
  if (text && text.value !== elements.suggested.value) draft.customer_text = text.value;
  localStorage.setItem(draftKey(), JSON.stringify(draft));
}

// What was typed before, where the server has nothing to say about it.
function restore() {
  const draft = JSON.parse(localStorage.getItem(draftKey()) ?? "null");
  const untouched = KEPT.every((name) => form().elements[name].value === "");
  if (!draft || !untouched) return;
  for (const [name, value] of Object.entries(draft)) {
    if (form().elements[name]) form().elements[name].value = value;
  }
}

function forget(conversation) {
  localStorage.removeItem(`sheet:${conversation}:${document.documentElement.dataset.person}`);
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
