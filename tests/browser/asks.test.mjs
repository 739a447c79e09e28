// One asks, the other answers: inside, where a colleague asks, and to the customer, where the customer does.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults, until } from "./house.mjs";
import { box } from "./inbox.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const open = async (page, id) => { await page.goto(`${house.url}/c/${id}`); await page.locator("#tl").waitFor(); };
const modeOf = (page) => page.locator("#write [name=mode]:checked").inputValue();

/** A conversation of this number that is Chris', in which he asks Dana something. */
async function asked(number, question) {
  const id = await house.text(number, "Can I move my appointment?");
  await house.api(`conversations/${id}/assign`, { to: { person: "chris@cedarlane.example" } });
  const chris = await house.person("chris");
  await open(chris, id);
  await chris.locator("#ask-add summary").click();
  await chris.locator("#ask-text").fill(question);
  await chris.locator("#ask-to").selectOption({ label: "Dana Kim" });
  await chris.getByRole("button", { name: "Ask them" }).click();
  await chris.locator("#details").getByText(question).first().waitFor();
  return { id, chris };
}

// Fails when whom a colleague asks writes to the customer by default, when the field does not say where the answer goes,
// when the answer leaves the question open, or when the asker is not told.
test("Chris asks Dana, and her answer is a note that answers him", async () => {
  const question = "Can she pay in instalments?";
  const { id, chris } = await asked("+16465550601", question);
  await chris.goto(house.url);
  await chris.locator("#rows").waitFor();
  const dana = await house.person("dana");
  await open(dana, id);
  assert.equal(await modeOf(dana), "note");
  assert.equal(await box(dana).getAttribute("placeholder"), "Answer Chris: only your team reads it");
  await dana.getByRole("heading", { name: "What Chris asks" }).waitFor();
  assert.equal(await dana.getByRole("heading", { name: /^What .*555.* asks/ }).count(), 0, "the customer did not ask that");
  assert.deepEqual(await faults(dana), []);
  const tick = dana.locator("#answers [name=inner]");
  assert.equal(await tick.isChecked(), true);
  await tick.uncheck();
  assert.equal(await dana.getByRole("button", { name: "Add note" }).count(), 1, "a note is a note again");
  await tick.check();
  await box(dana).fill("Yes, in three.");
  await dana.getByRole("button", { name: "Answer Chris" }).click();
  await dana.locator("#tl .note").getByText("Yes, in three.").waitFor();
  await until("it is answered", async () => /1 of 1 answered/.test(await dana.locator("#d-asks").textContent()));
  const word = chris.locator("#told .told", { hasText: "Dana answered your question" });
  await word.getByText("Yes, in three.").waitFor();
  await chris.goto(`${house.url}/told`);
  await chris.getByText(/Dana answered your question about/).first().waitFor();
  const phone = await house.phone("+16465550601");
  assert.equal(await phone.locator(".sms").getByText("in three").count(), 0, "the customer never reads it");
  assert.deepEqual([...chris.troubles, ...dana.troubles], []);
});

// Fails when a text to the customer is refused to whom a colleague asks, or when it answers the colleague unasked.
test("Dana may text the customer all the same, and the question stays open", async () => {
  const { id } = await asked("+16465550602", "Does she need a new card?");
  const dana = await house.person("dana");
  await open(dana, id);
  await dana.waitForTimeout(1200); // What has been on the screen for a second counts as seen.
  await dana.locator(".compose__modes label", { hasText: "Text to" }).click();
  assert.match(await box(dana).getAttribute("placeholder"), /^Text to /);
  await box(dana).fill("Chris looks at your appointment.");
  await dana.keyboard.press("Control+Enter");
  await dana.locator("#tl .msg--out").getByText("Chris looks at your appointment.").waitFor();
  assert.match(await dana.locator("#d-asks").textContent(), /0 of 1 answered/);
  assert.deepEqual(dana.troubles, []);
});

// Fails when a question that a rule found in the customer's text is answered inside by default.
test("what the customer asks is answered to the customer", async () => {
  const id = await house.text("+16465550603", "Can I reschedule to Friday? And do you have payment plans?");
  await house.api(`conversations/${id}/assign`, { to: { person: "chris@cedarlane.example" } });
  const dana = await house.person("dana");
  await open(dana, id);
  assert.equal(await modeOf(dana), "text");
  await dana.getByRole("heading", { name: /^What .* asks/ }).waitFor();
  assert.equal(await dana.locator("#answers [name=inner]").count(), 0);
  assert.deepEqual(dana.troubles, []);
});
