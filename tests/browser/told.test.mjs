// What somebody hears without having looked: that an offer was accepted, what became theirs, and how much there is to read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults, until } from "./house.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const open = async (page, id) => { await page.goto(`${house.url}/c/${id}`); await page.locator("#tl").waitFor(); };
const offer = (id, who) => house.api(`conversations/${id}/handoffs`, {
  to: { person: `${who}@cedarlane.example` }, summary: "Wants to pay.", tell_customer: "no",
});
const mode = (page) => page.locator("#write [name=mode]:checked").inputValue();

/** Nine o'clock six days after the page's now, as a field takes it. */
const later = (page) => page.evaluate(() => {
  const day = new Date(`${document.documentElement.dataset.now.slice(0, 10)}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 6);
  return `${day.toISOString().slice(0, 10)}T09:00`;
});

/** Chris has it, and offers it to Dana by the sheet. */
async function offered(number) {
  const id = await house.text(number, "Where is my invoice?");
  await house.api(`conversations/${id}/assign`, { to: { person: "chris@cedarlane.example" } });
  const chris = await house.person("chris");
  await open(chris, id);
  assert.equal(await mode(chris), "text");
  await chris.locator("#act-hand").click();
  await chris.locator("#sheet").waitFor();
  await chris.locator("#sheet .pick label", { hasText: "Dana Kim" }).first().click();
  await chris.locator("#sheet .chips label", { hasText: "Not at all" }).click();
  await chris.locator("#ho-sum").fill("The invoice of May.");
  await chris.locator("#ho-go").click();
  await chris.locator("#said").getByRole("button", { name: "Undo" }).waitFor();
  return { id, chris };
}

// Fails when Undo stands after the offer was accepted, when its giver does not hear of it, or when their field goes on
// writing to the customer of a colleague.
test("once Dana accepts, Undo goes, Chris hears it, and his field begins with a note", async () => {
  const { id, chris } = await offered("+16465550701");
  const dana = await house.person("dana");
  await open(dana, id);
  await dana.getByRole("button", { name: /^Accept / }).click();
  await chris.locator("#said").getByText("Dana accepted (646) 555-0701.").waitFor();
  assert.equal(await chris.getByRole("button", { name: "Undo" }).count(), 0);
  await chris.getByText("Dana Kim has this.").waitFor();
  await until("he writes a note", async () => (await mode(chris)) === "note");
  assert.deepEqual(await faults(chris), []);
  assert.deepEqual([...chris.troubles, ...dana.troubles], []);
});

// Fails when Undo stands after the offer came back.
test("once Dana declines, Undo goes", async () => {
  const { id, chris } = await offered("+16465550702");
  const dana = await house.person("dana");
  await open(dana, id);
  await dana.getByText("Decline, say why").click();
  await dana.getByRole("textbox", { name: "In your words" }).fill("Not mine.");
  await dana.keyboard.press("Enter");
  await chris.locator(".loud", { hasText: "Dana declined" }).waitFor();
  assert.equal(await chris.getByRole("button", { name: "Undo" }).count(), 0);
  assert.equal(await mode(chris), "text", "it is his still");
});

// Fails when whoever gave a conversation away has to load the page to write a note there, when whose it becomes goes on
// with a note, or when words to the customer are turned into a note under somebody's hands.
test("what the field begins with follows whose it is, and words already typed stay what they are", async () => {
  const maya = await house.person("maya");
  const give = (id, who) => house.api(`conversations/${id}/assign`, { to: { person: `${who}@cedarlane.example` } });
  for (const [at, { first, then, typed, becomes }] of [
    { first: ["maya", "text"], then: "dana", typed: "", becomes: "note" },
    { first: ["dana", "note"], then: "maya", typed: "", becomes: "text" },
    { first: ["maya", "text"], then: "dana", typed: "Dear Jo,", becomes: "text" },
  ].entries()) {
    const id = await house.text(`+1646555071${at}`, "Where is my invoice?");
    await give(id, first[0]);
    await open(maya, id);
    assert.equal(await mode(maya), first[1]);
    if (typed !== "") await maya.locator("#words").fill(typed);
    await give(id, then);
    await maya.getByText(then === "maya" ? "You own this." : "Dana Kim has this.").first().waitFor();
    await until(`the field begins with a ${becomes}`, async () => (await mode(maya)) === becomes);
  }
  assert.deepEqual(maya.troubles, []);
});

// Fails when a cover has to find out by the list what became theirs, for whom, and until when.
test("Maya covers for Chris, and is told what became hers", async () => {
  const id = await house.text("+16465550704", "Can I come on Friday?");
  await house.api(`conversations/${id}/assign`, { to: { person: "chris@cedarlane.example" } });
  const maya = await house.person("maya");
  await maya.locator("#rows").waitFor();
  const chris = await house.person("chris");
  await chris.goto(`${house.url}/team`);
  await chris.locator("#you .chips label", { hasText: "Away" }).click();
  await chris.locator("#you select[name=cover]").selectOption({ label: "Maya Ortiz" });
  await chris.locator("#you [name=until]").fill(await later(chris));
  await chris.getByRole("button", { name: "Say so" }).first().click();
  await chris.locator("#said").getByText(/You are away/).waitFor();
  await maya.locator("#told .told", { hasText: "for Chris" }).first().getByText(/Chris is away until .*9 am/).waitFor();
  await until("one absence is one card", async () => (await maya.locator("#told .told", { hasText: "for Chris" }).count()) === 1);
  await maya.goto(`${house.url}/told`);
  const line = maya.getByRole("link", { name: /are yours for Chris\./ });
  assert.match(await line.first().textContent(), /, .* and \d+ more are yours for Chris\./, "what became hers at one moment is one line");
  await line.first().click();
  await maya.locator("#list-h", { hasText: "Mine" }).waitFor();
  assert.ok(await maya.getByText("for Chris").count() > 2, "there they are");
  assert.deepEqual([...chris.troubles, ...maya.troubles], []);
});

// Fails when on a phone nothing says that something was told or is asked, or when it says so only after a reload.
test("on a phone the bar counts what was told and what is asked or offered, as it comes", async () => {
  const id = await house.text("+16465550705", "Where is my invoice?");
  const ben = await house.person("ben", { viewport: { width: 390, height: 844 } });
  await ben.locator("#rows").waitFor();
  const tab = (name) => ben.getByRole("navigation", { name: "Main" }).getByRole("link", { name });
  const count = async (name) => Number((await tab(name).locator(".n").allTextContents()).join("").replace(/\D/g, ""));
  const [told, asked] = [await count("Told"), await count("Inbox")];
  await house.api(`conversations/${id}/claim`, {});
  await offer(id, "ben");
  await until("it is counted", async () => (await count("Told")) === told + 1 && (await count("Inbox")) === asked + 1);
  assert.deepEqual(await faults(ben), []);
  await tab("Told").click();
  await ben.getByText("Ruth offers you").first().waitFor();
  assert.deepEqual(ben.troubles, []);
});

// Fails when what is offered waits for ten quiet seconds before it can be seen in the list, or when the way to put its card
// away stands on a line of its own.
test("what is offered is in the list with one press", async () => {
  const dana = await house.person("dana");
  await dana.locator("#rows").waitFor();
  const id = await house.text("+16465550706", "Where is my invoice?");
  await house.api(`conversations/${id}/claim`, {});
  await offer(id, "dana");
  const card = dana.locator("#told .told", { hasText: "Ruth offers you" }).first();
  await card.waitFor();
  const away = await card.locator("[data-do=put-away]").boundingBox();
  assert.ok(away.y - (await card.boundingBox()).y < 16, "it is in the corner");
  await dana.locator("#settle").click();
  await dana.locator(`#g-offered #row-${id}`).waitFor();
  assert.equal(await dana.locator("#settle").isVisible(), false);
  assert.deepEqual(await faults(dana), []);
  assert.deepEqual(dana.troubles, []);
});
