// What may ask for texts to end, a customer's page, watching, and a first text: what one sees and presses.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults, until } from "./house.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const wish = (page) => page.getByText("They may want no more texts");
const shot = (page, name) => process.env.BATON_SHOTS && page.screenshot({ path: `${process.env.BATON_SHOTS}/${name}.png` });

// Fails when the box does not stand over the conversation in every look, is no alert, or hides a button on a phone; when "not
// meant" cannot be undone, or an opt-out leaves a composer that sends. Every reasonable wording counts (47 CFR 64.1200(a)(10)).
test("whether they want no more texts is asked in a box, and one press answers it", async () => {
  const id = await house.text("+16465550521", "please stop texting me, about my appointment");
  for (const [name, options] of [["wish", {}], ["wish-dark", { colorScheme: "dark" }], ["wish-390", { viewport: { width: 390, height: 844 } }]]) {
    const chris = await house.person("chris", options);
    await chris.goto(`${house.url}/c/${id}#conversation`);
    await wish(chris).waitFor();
    assert.deepEqual(await faults(chris), [], name);
    for (const button of ["Opt them out", "Not meant"]) await chris.getByRole("button", { name: button }).click({ trial: true });
    await shot(chris, name);
    await chris.context().close();
  }
  const [chris, maya] = [await house.person("chris"), await house.person("maya")];
  for (const page of [chris, maya]) {
    await page.goto(`${house.url}/c/${id}#conversation`);
    await wish(page).waitFor();
  }
  await chris.getByRole("button", { name: "Not meant" }).click();
  for (const page of [chris, maya]) await wish(page).waitFor({ state: "detached" });
  await chris.locator("#said").getByRole("button", { name: "Undo" }).click();
  for (const page of [chris, maya]) await wish(page).waitFor();
  await maya.getByRole("button", { name: "Opt them out" }).click();
  await maya.getByText("Nobody can text (646) 555-0521").waitFor();
  assert.equal(await maya.getByRole("button", { name: "Text them", exact: true }).count(), 0);
  await wish(chris).waitFor({ state: "detached" });
  await shot(maya, "wish-out");
  assert.deepEqual([...chris.troubles, ...maya.troubles], []);
});

// Fails when a customer's page is not reached from a conversation, has a fault of accessibility or scrolls sideways at any
// width, or when consent cannot be recorded on it without a script.
test("a customer's page shows what they said about texts and records more", async () => {
  const id = await house.text("+16465550522", "Hello, about my appointment");
  const chris = await house.person("chris");
  await chris.goto(`${house.url}/c/${id}#conversation`);
  await chris.getByRole("link", { name: "May we text them? Their page" }).click();
  await chris.getByRole("heading", { name: "(646) 555-0522", exact: true }).waitFor();
  const address = chris.url();
  assert.deepEqual(await faults(chris), []);
  await chris.getByLabel("yes, they agreed").check();
  await chris.getByLabel("How do you know?").fill("form of 4 March");
  await chris.getByRole("button", { name: "Record it" }).click();
  await chris.getByText("“form of 4 March”, recorded by Chris Bell").waitFor();
  await house.text("+16465550522", "STOP");
  for (const [name, options] of [["contact", {}], ["contact-dark", { colorScheme: "dark" }],
    ["contact-390", { viewport: { width: 390, height: 844 } }], ["contact-bare", { javaScriptEnabled: false }]]) {
    const page = await house.person("chris", options);
    await page.goto(address);
    await page.getByText("No: they texted “STOP”").waitFor();
    if (name !== "contact-bare") {
      assert.deepEqual(await faults(page), [], name);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    }
    if (process.env.BATON_SHOTS) await page.screenshot({ path: `${process.env.BATON_SHOTS}/${name}.png`, fullPage: true });
    if (name === "contact-bare") {
      await page.getByLabel("yes, they agreed").check();
      await page.getByLabel("How do you know?").fill("told me on the phone");
      await page.getByRole("button", { name: "Record it" }).click();
      await page.getByText("nobody but they can undo that").waitFor();
      assert.equal(await page.getByLabel("How do you know?").inputValue(), "told me on the phone");
      await page.getByLabel("They asked for our texts again").check();
      await page.getByRole("button", { name: "Record it" }).click();
      await page.getByText("may block us until they text START").waitFor();
    }
    await page.context().close();
  }
});

// Fails when a press does not make somebody watch, when a mention does not, or when they are not told while they look.
test("whoever watches, or is mentioned, is told at once", async () => {
  const id = await house.text("+16465550523", "Do you have time for my appointment?");
  const [dana, ben] = [await house.person("dana"), await house.person("ben")];
  await dana.goto(`${house.url}/c/${id}#conversation`);
  await dana.getByRole("button", { name: /^Watch it/ }).click();
  await dana.getByRole("button", { name: "Stop watching" }).waitFor();
  await shot(dana, "watching");
  await dana.goto(`${house.url}/`);
  await house.text("+16465550523", "Are you there?");
  await dana.getByText("“Are you there?”").first().waitFor();
  await ben.goto(`${house.url}/`);
  await house.api(`conversations/${id}/notes`, { text: "@Ben: she prefers mornings." });
  await ben.getByText("Ruth mentions you in a note about").first().waitFor();
  assert.deepEqual([...dana.troubles, ...ben.troubles], []);
});

// Fails when whoever writes a first text does not see what it has to say, or cannot leave it out with one press (CTIA,
// Messaging Principles and Best Practices).
test("a first text is offered what it has to say", async () => {
  await house.text("+16465550524", "Hello");
  const { now } = await (await fetch(`${house.url}/api/v1/test-clock`, { headers: { Authorization: `Bearer ${house.token}` } })).json();
  const at = new Date(Date.parse(now) + 3 * 24 * 3_600_000).toISOString();
  const begun = await house.api("conversations", { line: "+12125550100", to: "+16465550525", text: "Your visit is tomorrow.", send_at: at,
    despite_quiet_hours: true, introduce: true });
  const chris = await house.person("chris");
  await chris.goto(`${house.url}/c/${begun.id}#conversation`);
  const tick = chris.getByLabel(/has to say who we are and how to stop/);
  if (!await tick.isVisible()) await chris.getByRole("radio", { name: /^Text to/ }).check();
  assert.equal(await tick.isChecked(), true);
  assert.deepEqual(await faults(chris), []);
  await shot(chris, "first-text");
  await chris.locator("#words").fill("Can you come earlier?");
  assert.equal(await chris.locator("#count").textContent(), "1 text, 87 left");
  await chris.getByRole("button", { name: "Text them", exact: true }).click();
  await until("it went out with that", async () => (await chris.locator(".tl .msg", { hasText: "Reply STOP to get no more texts." }).count()) > 0);
  await tick.waitFor({ state: "detached" });
});
