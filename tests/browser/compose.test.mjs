// What is written in other ways than by typing and pressing the button: templates, later, at night.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults, until } from "./house.mjs";
import { box, bubble } from "./inbox.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const sheet = (page) => page.locator("#templates");
const put = (page) => page.getByRole("button", { name: "Put into my text" });
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);

/** Opens the conversation of a customer who has just texted, as Chris. */
async function open(number, words, options = {}) {
  const id = await house.text(number, words);
  const chris = await house.person("chris", options);
  await chris.goto(`${house.url}/c/${id}#conversation`);
  await bubble(chris, words).first().waitFor();
  return { id, chris };
}

// Fails when the keyboard does not reach a part, when a template with a hole can be used, when it replaces what is written, or
// when its main button is not the template's.
test("by keyboard: a template is found, its blanks are filled, and it goes where the cursor is", async () => {
  const { chris } = await open("+16465550311", "Anything missing? For my appointment");
  await chris.keyboard.press("r");
  await chris.keyboard.type("Hello!");
  await chris.keyboard.press("Escape");
  await chris.keyboard.press("t");
  await sheet(chris).waitFor();
  await until("the search has the focus", async () => (await focused(chris)) === "tpl-q");
  assert.deepEqual(await faults(chris), []);
  await chris.keyboard.type("waiting on");
  assert.equal(await sheet(chris).locator(".pick label:visible").count(), 1);
  assert.equal(await put(chris).isDisabled(), true);
  await chris.keyboard.press("Enter");
  await chris.keyboard.type("your card’s last four digits");
  await chris.keyboard.press("Enter");
  assert.equal(await put(chris).isDisabled(), true, "one is blank still");
  await chris.keyboard.type("book it");
  assert.match(await sheet(chris).locator(".fill:visible .fill__text").textContent(), /your card’s last four digits from you\. Then we book it and/);
  assert.match(await sheet(chris).locator(".fill:visible [data-count]").textContent(), /^[12] texts?, \d+ left/);
  await chris.keyboard.press("Enter");
  await chris.keyboard.press("Enter");
  await until("it is put in", async () => (await box(chris).inputValue()).includes("Then we book it and confirm by text."));
  assert.match(await box(chris).inputValue(), /^Hello! Hi /);
  await until("the focus is back", async () => (await focused(chris)) === "words");
  assert.equal(await sheet(chris).count(), 0);
  await chris.getByRole("button", { name: /^Text .* and wait$/ }).waitFor();
  // It is a draft as any other: it is there when one comes back.
  await chris.reload();
  assert.match(await box(chris).inputValue(), /^Hello! Hi /);
  await box(chris).focus();
  await chris.keyboard.press("Control+Enter");
  await bubble(chris, "Then we book it and confirm by text.").waitFor();
  await until("it waits", async () => (await chris.locator("#head").textContent()).includes("Bring it back"));
  assert.deepEqual(chris.troubles, []);
});

// Fails when leaving the sheet costs what was written, or leaves the focus nowhere.
test("Esc puts the templates away and leaves what is written", async () => {
  const { chris } = await open("+16465550312", "Is that all? For my appointment");
  await box(chris).fill("Half a sentence");
  await chris.locator("#act-template").click();
  await sheet(chris).waitFor();
  await until("the search has the focus", async () => (await focused(chris)) === "tpl-q");
  await chris.keyboard.press("Escape");
  assert.equal(await sheet(chris).count(), 0);
  assert.equal(await focused(chris), "words");
  assert.equal(await box(chris).inputValue(), "Half a sentence");
});

// Fails when choosing a time sends the text, when a text for later is shown as sent, or cannot be dropped.
test("a text for tomorrow stands dashed in the timeline, and is dropped", async () => {
  const { chris } = await open("+16465550313", "Can you remind me? Of my appointment");
  await box(chris).fill("See you today.");
  await chris.locator("#act-later > summary").click();
  assert.deepEqual(await faults(chris), []);
  const ghost = chris.locator("#tl .msg--ghost", { hasText: "See you today." });
  // One time is chosen, or written: the last that was touched.
  await chris.locator("#later-at").fill("2030-01-01T09:00");
  await chris.locator("#act-later label", { hasText: "Tomorrow" }).click();
  assert.equal(await chris.locator("#later-at").inputValue(), "");
  await chris.locator("#act-later label", { hasText: "wait" }).click();
  assert.equal(await ghost.count(), 0, "nothing is sent before the last press");
  await chris.getByRole("button", { name: "Text them then" }).click();
  await ghost.waitFor();
  assert.match(await ghost.textContent(), /goes out \w+ 9 am/);
  assert.equal(await box(chris).inputValue(), "");
  assert.deepEqual(await faults(chris), []);
  await ghost.getByRole("button", { name: "Drop it" }).click();
  await ghost.waitFor({ state: "detached" });
  assert.deepEqual(chris.troubles, []);
});

// Fails when a refusal at night costs what was typed, or when the morning is not offered.
test("on a phone, at night: the words stay, and the morning is chosen", async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { id, chris } = await open("+12125550314", "Please call. About my appointment", phone);
  // A day and a half later, at half past ten in the evening: no answer any more, and night.
  const ruth = await house.person("ruth");
  const csrf = await ruth.locator('input[name="csrf"]').first().inputValue();
  const now = new Date(await chris.locator("#now").getAttribute("datetime"));
  const to = new Date(now.getTime() + 2 * 24 * 3600_000);
  const night = `${to.toISOString().slice(0, 10)}T02:30:00Z`;
  const moved = await ruth.request.post(`${house.url}/test-clock`, { form: { csrf, advance_to: night, to: "/" } });
  assert.ok(moved.ok(), await moved.text());
  await chris.goto(`${house.url}/c/${id}#conversation`);
  await box(chris).fill("Sorry, we were swamped.");
  await chris.getByRole("button", { name: /^Text / }).first().click();
  const loud = chris.locator("#compose .loud");
  await loud.waitFor();
  assert.match(await loud.textContent(), /It is (9|10):30 pm where/);
  assert.equal(await box(chris).inputValue(), "Sorry, we were swamped.");
  assert.deepEqual(await faults(chris), []);
  await loud.getByRole("button", { name: "Text at 8 am (their morning)" }).click();
  const ghost = chris.locator("#tl .msg--ghost", { hasText: "Sorry, we were swamped." });
  await ghost.waitFor();
  assert.match(await ghost.textContent(), /8 am/);
  // The sheet of templates has room.
  await chris.locator("#act-template").click();
  await sheet(chris).waitFor();
  const { x, width } = await sheet(chris).boundingBox();
  assert.ok(x >= 0 && x + width <= 390, `${x} ${width}`);
  assert.deepEqual(await faults(chris), []);
  assert.deepEqual(chris.troubles, []);
});
