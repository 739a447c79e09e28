// What a customer is called: a number is never cut, a name is given, and every open page follows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults, until } from "./house.mjs";
import { box, row } from "./inbox.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const title = (page) => page.locator("#conv-h");

/** Whether all that an element says is inside of it, and it inside of its column. */
const whole = (element) => element.evaluate((title) => {
  const column = title.closest(".conv__bar").getBoundingClientRect();
  const { left, right } = title.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(title);
  const words = range.getBoundingClientRect();
  const acts = title.parentElement.querySelector(".act").getBoundingClientRect();
  const apart = acts.width === 0 || (words.right <= acts.left + 1 && acts.right <= column.right + 1);
  return words.right <= right + 1 && words.right <= column.right + 1 && left >= column.left && apart;
});

// Fails when the last digits of a number that is nobody's name are cut off, at any width.
test("the number of a nameless customer is whole, also beside the sheet", async () => {
  const id = await house.text("+16465550511", "Hello, about my appointment");
  for (const width of [390, 1000, 1280, 1360, 1440, 1920]) {
    const chris = await house.person("chris", { viewport: { width, height: 900 } });
    await chris.goto(`${house.url}/c/${id}#conversation`);
    assert.equal(await title(chris).textContent(), "(646) 555-0511");
    assert.equal(await whole(title(chris)), true, `at ${width}`);
    if (process.env.BATON_SHOTS) await chris.screenshot({ path: `${process.env.BATON_SHOTS}/number-${width}.png` });
    if (width > 900) {
      if (await chris.getByRole("button", { name: "Claim" }).isVisible()) await chris.getByRole("button", { name: "Claim" }).click();
      await chris.locator("#act-hand").click();
      await chris.locator("#sheet").waitFor();
      assert.equal(await whole(title(chris)), true, `at ${width}, with the sheet`);
      if (process.env.BATON_SHOTS) await chris.screenshot({ path: `${process.env.BATON_SHOTS}/number-${width}-sheet.png` });
    }
    await chris.context().close();
  }
});

// Fails when a name that somebody gives does not reach the pages of others, or costs them what they write; when it cannot be
// taken back, or the form has a fault of accessibility.
test("a name is given with a press, a colleague's page follows while they write, and it can be taken back", async () => {
  const id = await house.text("+16465550512", "Do you have time for my appointment?");
  const [chris, maya] = [await house.person("chris"), await house.person("maya")];
  for (const page of [chris, maya]) await page.goto(`${house.url}/c/${id}#conversation`);
  await box(maya).click();
  await maya.keyboard.type("We have");
  await chris.getByText("Give them a name").click();
  assert.deepEqual(await faults(chris), []);
  await chris.locator("#name").fill("Inés Park");
  if (process.env.BATON_SHOTS) await chris.screenshot({ path: `${process.env.BATON_SHOTS}/name.png` });
  await chris.getByRole("button", { name: "Keep the name" }).click();
  const undo = chris.locator("#said").getByRole("button", { name: "Undo" });
  await undo.hover(); // It stays as long as somebody is on it.
  for (const page of [chris, maya]) {
    await until("it is the title", async () => (await title(page).textContent()) === "Inés Park");
    await row(page, "Inés Park").first().waitFor();
    await page.getByRole("button", { name: "Text Inés", exact: true }).waitFor();
    assert.equal(await box(page).getAttribute("data-text"), "Text to Inés");
  }
  await maya.keyboard.type(" time.");
  assert.equal(await box(maya).inputValue(), "We have time.");
  await undo.click();
  for (const page of [chris, maya]) {
    await until("it is the number", async () => (await title(page).textContent()) === "(646) 555-0512");
    await page.getByRole("button", { name: "Text them", exact: true }).waitFor();
  }
  assert.deepEqual([...chris.troubles, ...maya.troubles], []);
});
