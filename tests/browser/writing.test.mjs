// What somebody writes reaches whom they wrote it for, and not over something that they have not read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, Wire, until } from "./house.mjs";
import { box, bubble, openRow, row } from "./inbox.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

/** What arrived at a pretend phone. */
async function arrived(number) {
  const phone = await house.phone(number);
  const texts = await phone.locator(".sms li:not(.mine, .day) p").allTextContents();
  await phone.context().close();
  return texts;
}

// Fails when a draft is kept by person alone (`draftKey` without the conversation; pitfall 28, odoo #260589).
test("by keyboard, under texts that come in: what was typed for one customer is neither in another's box nor sent", async () => {
  await house.text("+16465550211", "Anna asks for an appointment");
  await house.text("+16465550212", "Bela asks for an appointment");
  const chris = await house.person("chris");
  await chris.goto(house.url);
  await openRow(chris, "Anna asks for an appointment");
  await chris.keyboard.press("r");
  await chris.keyboard.type("only for Anna");
  await house.text("+16465550211", "Anna again");
  await bubble(chris, "Anna again").waitFor();
  await chris.keyboard.press("Escape");
  await chris.keyboard.press("j");
  await house.text("+16465550212", "Bela again");
  await chris.keyboard.press("Enter");
  await bubble(chris, "Bela asks for an appointment").waitFor();
  await bubble(chris, "Bela again").waitFor();
  await chris.keyboard.press("r");
  assert.equal(await box(chris).inputValue(), "");
  await chris.keyboard.press("Control+Enter");
  await chris.keyboard.type("only for Bela");
  await chris.keyboard.press("Control+Enter");
  await bubble(chris, "only for Bela").waitFor();
  await until("Bela has it", async () => (await arrived("+16465550212")).includes("only for Bela"));
  assert.deepEqual(await arrived("+16465550212"), ["only for Bela"]);
  await openRow(chris, "Anna again");
  assert.equal(await box(chris).inputValue(), "only for Anna");
  assert.deepEqual(await arrived("+16465550211"), []);
  assert.deepEqual(chris.troubles, []);
});

// Fails for the same reason.
test("on a phone, with back: each box has its own customer's draft", async () => {
  await house.text("+16465550221", "Carl asks for an appointment");
  await house.text("+16465550222", "Dora asks for an appointment");
  const chris = await house.person("chris", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await chris.goto(house.url);
  await openRow(chris, "Carl asks for an appointment");
  await box(chris).fill("only for Carl");
  await chris.goBack();
  await openRow(chris, "Dora asks for an appointment");
  assert.equal(await box(chris).inputValue(), "");
  await box(chris).fill("only for Dora");
  await chris.goBack();
  await openRow(chris, "Carl asks for an appointment");
  assert.equal(await box(chris).inputValue(), "only for Carl");
  await chris.getByRole("button", { name: "Text them", exact: true }).click();
  await bubble(chris, "only for Carl").waitFor();
  await chris.goBack();
  await row(chris, "Dora asks for an appointment").first().waitFor();
  await openRow(chris, "Dora asks for an appointment");
  assert.equal(await box(chris).inputValue(), "only for Dora");
  await until("Carl has it", async () => (await arrived("+16465550221")).length > 0);
  assert.deepEqual(await arrived("+16465550221"), ["only for Carl"]);
  assert.deepEqual(await arrived("+16465550222"), []);
});

// Fails when the server takes a form for the conversation of its address (`same_conversation` that compares nothing).
test("a form that was written for another conversation is refused, and its words are kept", async () => {
  const ella = await house.text("+16465550231", "Ella asks for an appointment");
  const fred = await house.text("+16465550232", "Fred asks for an appointment");
  const chris = await house.person("chris");
  await chris.goto(`${house.url}/c/${ella}`);
  await box(chris).fill("only for Ella");
  await chris.locator("#write").evaluate((form, other) => { form.elements.conversation.value = other; }, fred);
  await chris.getByRole("button", { name: /^Text / }).click();
  await chris.getByText("This was written for another conversation").first().waitFor();
  for (const number of ["+16465550231", "+16465550232"]) assert.deepEqual(await arrived(number), []);
  assert.equal(await box(chris).inputValue(), "only for Ella");
});

// Fails when what has only just come counts as seen (`look` that waits for nothing; pitfall 22).
test("a text that comes in the instant before the press holds the reply back; it goes out once it has been read", async () => {
  const id = await house.text("+16465550241", "Is Friday at ten free? For my appointment");
  const chris = await house.person("chris", { clock: true });
  await chris.goto(`${house.url}/c/${id}`);
  await box(chris).fill("Friday at ten is yours.");
  await chris.clock.runFor(2_000);
  await chris.clock.pauseAt(Date.now() + 60_000);
  await house.text("+16465550241", "Forget Friday, I am away");
  await until("it shows", async () => { await chris.clock.runFor(50); return bubble(chris, "Forget Friday").isVisible(); });
  await chris.keyboard.press("Control+Enter");
  await until("it is held back", async () => { await chris.clock.runFor(50); return chris.getByText("Send anyway").isVisible(); });
  assert.equal(await box(chris).inputValue(), "Friday at ten is yours.");
  assert.deepEqual(await arrived("+16465550241"), []);
  await chris.getByRole("button", { name: "Change mine" }).click();
  await box(chris).fill("Saturday, then?");
  await chris.clock.resume();
  await chris.keyboard.press("Control+Enter");
  await bubble(chris, "Saturday, then?").waitFor();
  await until("it arrived", async () => (await arrived("+16465550241")).length > 0);
  assert.deepEqual(await arrived("+16465550241"), ["Saturday, then?"]);
});

// Fails when the server does not ask what the author had seen (`Seen::Unsaid` for a form; pitfall 22).
test("a tab that was away does not answer over a colleague; sent all the same, it goes out once", async (t) => {
  const id = await house.text("+16465550242", "Where do I find you? For my appointment");
  const wire = await Wire.to(house.address, t);
  const chris = await house.person("chris", { at: wire.url });
  await chris.goto(`${wire.url}/c/${id}`);
  await box(chris).fill("12 Cedar Lane.");
  await until("a stream is open", () => wire.streams === 1);
  wire.deaden();
  const maya = await house.person("maya");
  await maya.goto(`${house.url}/c/${id}`);
  await box(maya).fill("Cedar Lane 12, at the back.");
  await maya.keyboard.press("Control+Enter");
  await bubble(maya, "Cedar Lane 12, at the back.").waitFor();
  assert.equal(await bubble(chris, "Cedar Lane 12, at the back.").count(), 0, "he does not know of it");
  await chris.keyboard.press("Control+Enter");
  const held = chris.locator("#compose .loud");
  await held.getByText("Maya", { exact: false }).first().waitFor();
  assert.deepEqual(await arrived("+16465550242"), ["Cedar Lane 12, at the back."]);
  await held.getByRole("button", { name: "Send anyway" }).dblclick();
  await bubble(chris, "12 Cedar Lane.").waitFor();
  await until("it arrived", async () => (await arrived("+16465550242")).length > 1);
  assert.deepEqual(await arrived("+16465550242"), ["Cedar Lane 12, at the back.", "12 Cedar Lane."]);
});
