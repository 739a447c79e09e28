// Beside the pretend phone: what its carrier does today is chosen, and comes true.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults } from "./house.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

// Fails when a choice needs a second press, is forgotten with the page, or when the line's carrier does something else than it says.
test("the carrier is told to lose texts beside the phone, and a reply is said to be lost", async () => {
  const number = "+16465550701";
  const id = await house.text(number, "Can I come in on Friday?");
  const phone = await house.phone(number);
  const day = phone.getByLabel("Today the carrier");
  assert.equal(await day.locator("option:checked").textContent(), "does all as it should");
  assert.equal(await phone.getByRole("button", { name: "Let it" }).count(), 0, "choosing is enough");
  const reloads = phone.waitForEvent("load");
  await day.selectOption({ label: "loses our texts" });
  await reloads;
  assert.equal(await day.locator("option:checked").textContent(), "loses our texts");
  assert.match(new URL(phone.url()).search, /as=%2B16465550701/, "it is the same phone");
  assert.deepEqual(await faults(phone), []);

  await house.api(`conversations/${id}/messages`, { text: "Friday at 11." });
  const chris = await house.person("chris");
  await chris.goto(`${house.url}/c/${id}`);
  await chris.locator("#tl").getByText("Not delivered").waitFor();
  assert.equal(await phone.locator(".sms").getByText("Friday at 11.").count(), 0);
  const back = phone.waitForEvent("load");
  await day.selectOption({ label: "does all as it should" });
  await back;
});
