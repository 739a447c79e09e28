// The pretend phone: another customer at once, and what Baton answers as it comes.

const main = () => document.getElementById("main");

export const isShown = () => main()?.dataset.phone !== undefined;

export async function refresh() {
  await htmx.ajax("GET", main().dataset.phone, { source: main(), swap: "none" });
}

/** A text was taken: the field is free for the next one. */
export function sent(form) {
  if (form.id === "sms-write") form.elements.text.value = "";
}

export function start() {
  for (const id of ["sms-who", "sms-day"]) {
    const form = document.getElementById(id);
    if (!form) return;
    form.querySelector(".for-script").hidden = true;
    form.addEventListener("change", () => form.requestSubmit());
  }
}
