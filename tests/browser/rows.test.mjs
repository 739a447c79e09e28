// What stays before one's eyes: the text that waits, what one has opened, and the row of what one reads.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults, until } from "./house.mjs";
import { bubble, letIn, row } from "./inbox.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const open = async (page, id) => { await page.goto(`${house.url}/c/${id}`); await page.locator("#tl").waitFor(); };
const days = (count) => house.api("test-clock", { advance_seconds: count * 86_400 });

/** Whether something is to be seen within what scrolls around it. */
const inSight = (inner, outer) => inner.evaluate((element, selector) => {
  const [it, all] = [element, document.querySelector(selector)].map((one) => one.getBoundingClientRect());
  return it.top >= all.top - 1 && it.top < all.bottom;
}, outer);

// Fails when what happened since hides the text that waits, on opening by a row or by an address, or when what is opened to
// be read is scrolled away again by something new.
test("a conversation opens with the text that waits in sight, and stays where one reads", async () => {
  const id = await house.text("+16465550801", "Where can I park?");
  for (let at = 1; at <= 25; at += 1) await house.api(`conversations/${id}/notes`, { text: `Called ${at} times, no answer.` });
  const maya = await house.person("maya");
  await open(maya, id);
  const text = bubble(maya, "Where can I park?");
  assert.ok(await inSight(text, "#past"), "by its address");
  await maya.goto(`${house.url}/?q=${encodeURIComponent("+16465550801")}`);
  await row(maya, "Where can I park?").first().locator("a").click();
  await text.waitFor();
  await until("it is in sight by its row", () => inSight(text, "#past"));
  const where = await maya.locator("#past").evaluate((past) => past.scrollTop);
  await house.api(`conversations/${id}/notes`, { text: "Once more." });
  await maya.getByText("Once more.").waitFor({ state: "attached" });
  const moved = await text.evaluate((element) => element.getBoundingClientRect().top);
  assert.ok(await inSight(text, "#past"), `it stays where one reads: ${where}, ${moved}`);
  assert.deepEqual(maya.troubles, []);
});

// Fails when the row of the open conversation leaves one's sight because its due time moved it, or when one who has scrolled
// elsewhere in the list is pulled back to it.
test("the row of what is open stays in sight where its due time moves it", async () => {
  const id = await house.text("+16465550802", "Do you have a lift?");
  for (let at = 10; at < 24; at += 1) await house.text(`+164655508${at}`, "Do you have a ramp?");
  const maya = await house.person("maya", { viewport: { width: 1440, height: 600 } });
  await open(maya, id);
  await letIn(maya);
  const its = maya.locator(`#row-${id}`);
  await its.scrollIntoViewIfNeeded();
  const at = () => maya.locator("#rows .row").evaluateAll((rows, want) => rows.findIndex((one) => one.id === `row-${want}`), id);
  const first = await at();
  await house.api(`conversations/${id}/messages`, { text: "Yes, at the back." });
  await its.getByText("Yes, at the back.").waitFor();
  await maya.locator("#conv-h").focus();
  await maya.keyboard.press(".");
  await until("it has moved", async () => (await at()) !== first);
  await until("it is in sight", () => inSight(its, "#rows"));
  await maya.locator("#rows").evaluate((rows) => rows.scrollTo(0, 0));
  assert.equal(await inSight(its, "#rows"), false, "the list is longer than its window");
  const settled = maya.waitForResponse((answer) => answer.url().includes("/list?"));
  await maya.keyboard.press(".");
  await settled;
  await maya.waitForTimeout(300);
  assert.equal(await maya.locator("#rows").evaluate((rows) => rows.scrollTop), 0);
  assert.deepEqual(maya.troubles, []);
});

// Fails when shift after shift stands in a line of its own, when a fold cannot be opened without a script, or closes under
// its reader when something new comes.
test("shift after shift is one line, and what one opens stays open", async () => {
  const id = await house.text("+16465550803", "Could I have a quote for an analysis?");
  await days(6);
  const maya = await house.person("maya");
  await open(maya, id);
  const fold = maya.locator("#tl details", { hasText: /All \d+ changes since/ });
  await fold.waitFor();
  assert.ok(await inSight(bubble(maya, "Could I have a quote"), "#past"));
  const shown = maya.locator("#tl li:visible", { hasText: "for it now." });
  const lines = await shown.count();
  await fold.locator("summary").click();
  const each = Number((await fold.locator("summary").textContent()).match(/\d+/)[0]);
  assert.equal(await shown.count(), lines + each, "opened, all are there");
  assert.deepEqual(await faults(maya), []);
  await days(1);
  await until("another shift has come into it", async () => Number((await fold.locator("summary").textContent()).match(/\d+/)[0]) > each);
  assert.equal(await fold.evaluate((element) => element.open), true);
  const plain = await house.person("maya", { javaScriptEnabled: false });
  await open(plain, id);
  await plain.locator("#tl summary", { hasText: /All \d+ changes since/ }).click();
  assert.ok(await plain.locator("#tl details li:visible").count() > each);
  assert.deepEqual(maya.troubles, []);
});
