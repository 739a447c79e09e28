// The policy's editor: a draft outlives its page, lines are numbered, and a mistake leads to its place.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults } from "./house.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const field = (page) => page.locator("#policy-text");

async function editor(path = "/policy?edit=1", options = {}) {
  const ruth = await house.person("ruth", options);
  await ruth.goto(house.url + path);
  if (path.includes("edit")) await ruth.locator("#policy-lines li").first().waitFor();
  return ruth;
}

/** Puts a line that is no policy's at the end. */
async function write(page, words) {
  const text = `${await field(page).inputValue()}\n${words}`;
  await field(page).fill(text);
  return text;
}

// Fails when what was typed is gone once its page was left, when it is not offered, or when one who discards it is asked
// again.
test("a draft is there again after its page was left, and goes where it is discarded", async () => {
  const ruth = await editor();
  const text = await write(ruth, "# a remark of Ruth's");
  await ruth.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Rota" }).click();
  await ruth.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Routing" }).click();
  const offer = ruth.locator("#kept");
  await offer.getByText("You began a draft of version 3.").waitFor();
  assert.deepEqual(await faults(ruth), []);
  await offer.getByRole("button", { name: "Continue" }).click();
  await field(ruth).waitFor();
  assert.equal(await field(ruth).inputValue(), text);
  assert.equal(await ruth.locator("#kept").isVisible(), false);
  await ruth.getByRole("link", { name: "Discard draft" }).click();
  await ruth.getByRole("link", { name: "Change it" }).waitFor();
  assert.equal(await ruth.locator("#kept").isVisible(), false, "it is not offered again");
  const other = await ruth.context().newPage();
  await other.goto(`${house.url}/policy?edit=1`);
  assert.equal(await other.locator("#kept").isVisible(), false);
  assert.deepEqual(ruth.troubles, []);
});

// Fails when a draft is lost by a check, or is offered still once it is live.
test("a draft that was checked and put live is no draft any more", async () => {
  const ruth = await editor();
  await write(ruth, "# live soon");
  await ruth.getByText("Check it first: then you see what would move").waitFor();
  await ruth.getByRole("button", { name: "Check it" }).click();
  await ruth.getByRole("button", { name: /^Put version \d+ live/ }).click();
  await ruth.getByRole("link", { name: "Change it" }).waitFor();
  await ruth.goto(`${house.url}/policy`);
  await ruth.locator(".code li").first().waitFor();
  assert.equal(await ruth.locator("#kept").isVisible(), false);
  assert.deepEqual(ruth.troubles, []);
});

// Fails when a draft of a version that is over is put over what somebody else put live since, without a word.
test("a draft says that another version went live meanwhile, and cannot be put over it", async () => {
  const ruth = await editor();
  await write(ruth, "# of the version before");
  const second = await editor();
  await write(second, "# of somebody faster");
  await second.getByRole("button", { name: "Check it" }).click();
  await second.getByRole("button", { name: /^Put version \d+ live/ }).click();
  await second.getByRole("link", { name: "Change it" }).waitFor();
  await ruth.goto(`${house.url}/policy`);
  await ruth.locator("#kept").getByText(/somebody has put version \d+ live since/).waitFor();
  await ruth.locator("#kept").getByRole("button", { name: "Continue" }).click();
  await field(ruth).waitFor();
  await ruth.getByRole("button", { name: "Check it" }).click();
  await ruth.getByRole("button", { name: /^Put version \d+ live/ }).click();
  await ruth.getByText("was put live since you began, so yours has not been").waitFor();
  assert.match(await field(ruth).inputValue(), /of the version before/, "the draft is there still");
  await second.goto(`${house.url}/policy`);
  assert.match(await second.locator(".code").innerText(), /# of somebody faster/, "what is live is what went live first");
});

// Fails when a draft that is offered is gone with the first key that is pressed in another text.
test("a draft that is offered stays while something else is typed", async () => {
  const ruth = await editor();
  await write(ruth, "# an afternoon's work");
  await ruth.goto(`${house.url}/policy?edit=1`);
  await ruth.locator("#kept").waitFor();
  await write(ruth, "# a word");
  await ruth.goto(`${house.url}/policy?edit=1`);
  await ruth.locator("#kept").getByRole("button", { name: "Continue" }).click();
  assert.match(await field(ruth).inputValue(), /an afternoon's work/);
  await ruth.getByRole("link", { name: "Discard draft" }).click();
});

for (const [name, options] of [["desk", {}], ["phone", { viewport: { width: 390, height: 844 } }]]) {
  // Fails when lines have no numbers, when a mistake's line is no way to it, or when what to do about it is cut.
  test(`each line has its number, and a mistake puts the caret to its place: ${name}`, async () => {
    const ruth = await editor("/policy?edit=1", options);
    const text = (await field(ruth).inputValue()).replace("ASSIGN to Sales queue", "ASSIGN to Salez queue");
    await field(ruth).fill(text);
    const lines = text.split("\n");
    assert.equal(await ruth.locator("#policy-lines li").count(), lines.length);
    await ruth.getByRole("button", { name: "Check it" }).click();
    const line = lines.findIndex((words) => words.includes("Salez")) + 1;
    const mistake = ruth.locator("#problems .wrong", { hasText: "Salez" }).first();
    await mistake.getByText("did you mean Sales?").waitFor();
    assert.deepEqual(await faults(ruth), []);
    await mistake.getByRole("link", { name: new RegExp(`^Line ${line}\\b`) }).click();
    const caret = await field(ruth).evaluate((area) => ({ at: area.selectionStart, focused: document.activeElement === area, height: area.scrollTop }));
    assert.equal(caret.focused, true);
    assert.ok(text.slice(caret.at).startsWith("Salez"), text.slice(caret.at, caret.at + 20));
    const wide = await ruth.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= (options.viewport?.width ?? 1440), `the page is ${wide} px wide`);
    assert.deepEqual(ruth.troubles, []);
  });
}
