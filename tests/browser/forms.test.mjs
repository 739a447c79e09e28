// Small things that are in everybody's way: where the focus goes, what a hint says, what fits on a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults, until } from "./house.mjs";
import { box, bubble } from "./inbox.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

// Fails when the focus is nowhere after a press was held back, or on a choice, which the same keys would press.
test("a press that is held back takes the focus to why, and the choice is one step away", async () => {
  const id = await house.text("+16465550401", "Is Friday free? For my appointment");
  const chris = await house.person("chris", { clock: true });
  await chris.goto(`${house.url}/c/${id}`);
  await box(chris).fill("Friday is yours.");
  await chris.clock.runFor(2_000);
  await chris.clock.pauseAt(Date.now() + 60_000);
  await house.text("+16465550401", "Rather Saturday");
  await until("it shows", async () => { await chris.clock.runFor(50); return bubble(chris, "Rather Saturday").isVisible(); });
  await chris.keyboard.press("Control+Enter");
  const focus = () => chris.evaluate(() => document.activeElement.textContent);
  await until("it is held back", async () => { await chris.clock.runFor(50); return (await focus()).includes("Yours has not gone out."); });
  assert.match(await focus(), /Rather Saturday/);
  assert.equal(await chris.evaluate(() => document.activeElement.closest("[role=alert]") !== null), true);
  await chris.keyboard.press("Tab");
  assert.equal(await focus(), "Send anyway");
});

// Fails when a field that is filled still asks to be.
test("“Fill this in to use it” goes once it is filled, and moves nothing", async () => {
  const id = await house.text("+16465550402", "A hint under an appointment");
  const chris = await house.person("chris");
  await chris.goto(`${house.url}/c/${id}`);
  await chris.locator("#act-template").click();
  await chris.locator("#templates .pick label", { hasText: "Waiting on you" }).click();
  const fields = chris.locator("#templates .fill:visible .field");
  const hint = fields.first().locator(".hint");
  assert.equal(await hint.isVisible(), true);
  const was = await fields.last().boundingBox();
  await fields.first().locator("input").fill("your card");
  assert.equal(await hint.isVisible(), false);
  assert.deepEqual(await fields.last().boundingBox(), was);
  await fields.first().locator("input").fill("");
  assert.equal(await hint.isVisible(), true);
});

// Fails when the pretend phone goes on calling somebody new who has texted and has a name by now.
test("somebody new on the pretend phone is known once they have texted", async () => {
  const ruth = await house.person("ruth");
  await ruth.goto(`${house.url}/phone`);
  const chosen = () => ruth.locator("#who").evaluate((who) => who.selectedOptions[0].textContent);
  assert.equal(await chosen(), "Somebody new");
  await ruth.locator("#sms").fill("Do you take new patients?");
  await ruth.keyboard.press("Enter");
  await until("the number is chosen", async () => /^\(212\) 555-01\d\d$/.test(await chosen()));
  assert.equal(await ruth.locator("#who option", { hasText: "Somebody new" }).count(), 1, "another may come");
  const number = await ruth.locator("#who").inputValue();
  const link = await ruth.locator("#sms-did a").getAttribute("href");
  const headers = { Authorization: `Bearer ${house.token}`, "Content-Type": "application/json" };
  const found = await (await fetch(`${house.url}/api/v1/conversations/${link.slice(3)}`, { headers })).json();
  await fetch(`${house.url}/api/v1/contacts/${found.contact.id}`, { method: "PATCH", headers, body: JSON.stringify({ name: "Zoë Ångström" }) });
  if ((await chosen()).startsWith("(")) {
    await ruth.locator("#sms").fill("Still me");
    await ruth.keyboard.press("Enter");
  }
  await until("the name is chosen", async () => (await chosen()).startsWith("Zoë Ångström, "));
  assert.equal(await ruth.locator("#who").inputValue(), number);
  await ruth.locator("#sms-as", { hasText: "as Zoë sees it" }).waitFor();
  assert.deepEqual(ruth.troubles, []);
});

// Fails when the page that is named for the rules opens anywhere else, to be read or to be changed.
test("the routing page opens at the rules", async () => {
  const ruth = await house.person("ruth");
  await ruth.getByRole("link", { name: "Routing" }).click();
  const rules = ruth.locator("#rules");
  assert.equal(await rules.textContent(), "[routing]");
  const { y } = await rules.boundingBox();
  const head = await ruth.locator(".page__head").boundingBox();
  assert.ok(y >= head.y + head.height - 1 && y < 300, `the rules stand at ${y}`);
  await ruth.getByRole("link", { name: "Change it" }).click();
  const first = await ruth.locator("#policy-text").evaluate((field) => {
    const line = Math.round(field.scrollTop / Number.parseFloat(getComputedStyle(field).lineHeight));
    return field.value.split("\n")[line];
  });
  assert.equal(first, "[routing]");
});

// Fails when what one does stands there without words, has less room than a finger, or does not fit.
test("on a phone what one does is said in words, and times stay whole", async () => {
  const id = await house.text("+16465550403", "A phone asks about an appointment with a very long name");
  const chris = await house.person("chris", phone);
  await chris.goto(`${house.url}/c/${id}#conversation`);
  await chris.getByRole("button", { name: "Claim" }).click();
  await chris.getByText("You own this.").first().waitFor();
  for (const words of ["Hand off", "Give", "Wait", "Close"]) {
    const part = chris.locator(".act > :is(a, details)", { hasText: words }).first();
    const { width, height } = await part.boundingBox();
    assert.ok(width >= 44 && height >= 44, `${words} is ${width} by ${height}`);
    const label = part.locator("span", { hasText: words }).first();
    const room = await label.evaluate((span) => [span.scrollWidth, span.clientWidth || span.getBoundingClientRect().width, span.getBoundingClientRect().height]);
    assert.ok(room[1] > 20 && room[2] < 30, `${words} has room: ${room}`);
  }
  const sideways = () => chris.evaluate(() => document.scrollingElement.scrollWidth);
  assert.equal(await sideways(), 390);
  assert.match(await chris.locator(".owns").textContent(), /\d:\d\d\u00a0[ap]m/);
  assert.deepEqual(await faults(chris), []);
  await chris.goto(house.url);
  const tab = chris.locator("#tabs a", { hasText: "I answer for" });
  const { height } = await tab.boundingBox();
  assert.ok(height <= 57, "it stands on one line");
  assert.equal(await tab.evaluate((a) => a.scrollWidth <= a.clientWidth), true, "it fits");
  assert.equal(await sideways(), 390);
});

// Fails when the panel of what happened scrolls although there is room, or its headings do not stand on one line.
test("what happened while the clock moved is all there, its headings on one line", async () => {
  await house.text("+16465550404", "What is the price of a visit tonight?");
  const ruth = await house.person("ruth");
  await ruth.locator("#rehearsal button", { hasText: "to closing time" }).click();
  await ruth.locator("#meanwhile").waitFor();
  const heads = await ruth.locator("#meanwhile section").evaluateAll((all) => {
    const rows = all.map((one) => [one.getBoundingClientRect().y, one.querySelector("h2").getBoundingClientRect().height]);
    return rows.filter(([y]) => y === rows[0][0]).map(([, height]) => height);
  });
  assert.ok(heads.every((height) => height === 24), heads.join(" "));
  await ruth.locator("#rehearsal button", { hasText: "Monday 9:00" }).click();
  await ruth.locator("#rehearsal button", { hasText: "to next Monday 9:00" }).waitFor();
  assert.deepEqual(ruth.troubles, []);
});
