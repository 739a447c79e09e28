// The rehearsal's clock in a real browser: everybody sees it, an admin moves it, and is told what happened meanwhile.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, faults, until } from "./house.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const bar = (page) => page.getByRole("region", { name: "Rehearsal clock" });
const meanwhile = (page) => page.locator("#meanwhile");
const press = (page, name) => bar(page).getByRole("button", { name, exact: true }).click();

// Fails when the bar is missing on a page, or when somebody who may not move the clock is not told who may.
test("every page says that its clock is a rehearsal's, and in the demo one press makes somebody of the agent who may move it", async () => {
  const chris = await house.person("chris");
  for (const path of ["/", "/phone", "/policy"]) {
    await chris.goto(house.url + path);
    await bar(chris).getByText("Rehearsal:").waitFor();
    assert.equal(await bar(chris).getByRole("button").count(), 0);
  }
  await chris.goto(`${house.url}/phone`);
  await bar(chris).getByRole("link", { name: "Be Ruth" }).click();
  await bar(chris).getByRole("button", { name: "+15 min" }).waitFor();
  assert.equal(new URL(chris.url()).pathname, "/phone", "she stays where he was");
});

// Fails when the clock does not go to closing time, when what happened is not listed, or when a name leads elsewhere.
test("to closing time: what happened meanwhile is listed by conversation, and each leads to it", async () => {
  const id = await house.text("+16465550301", "What is the price of a visit at closing time?");
  const ruth = await house.person("ruth");
  await press(ruth, "to closing time");
  await meanwhile(ruth).waitFor();
  assert.match(await bar(ruth).textContent(), /Tue \d+ \w+, 6:0\d pm/);
  assert.match(await meanwhile(ruth).locator("summary").textContent(), /^From Tue .* to 6:0\d pm: \d+ things in \d+ conversations?$/);
  const mine = meanwhile(ruth).locator("section", { has: ruth.getByRole("link", { name: "(646) 555-0301" }) });
  await mine.getByText("first reply, promised by").first().waitFor();
  await mine.getByRole("link", { name: "(646) 555-0301" }).click();
  await ruth.locator("#tl").waitFor();
  assert.equal(new URL(ruth.url()).pathname, `/c/${id}`);
  assert.equal(await meanwhile(ruth).count(), 0, "it is told once");
  await bar(ruth).getByRole("button", { name: "to opening time" }).waitFor();
  assert.deepEqual(ruth.troubles, []);
});

// Fails when a press of the bar leaves the page on which somebody was, or takes its half-written text.
test("a quarter of an hour later one is where one was", async () => {
  const id = await house.text("+16465550302", "An appointment, a quarter of an hour later");
  const ruth = await house.person("ruth");
  await ruth.goto(`${house.url}/c/${id}`);
  await ruth.locator("#words").fill("half a sent");
  await press(ruth, "+15 min");
  await meanwhile(ruth).waitFor();
  assert.equal(new URL(ruth.url()).pathname, `/c/${id}`);
  assert.equal(await ruth.locator("#words").inputValue(), "half a sent");
});

// Fails when a second press is possible while the clock moves, or when nothing says that it does, and how far it has come.
test("while the clock moves the bar says so, and cannot be pressed again", async () => {
  const [ruth, other] = [await house.person("ruth"), await house.person("ruth")];
  // The press goes nowhere, so that the page stays as long as somebody looks at it; the clock is moved by another one.
  await ruth.evaluate(() => document.querySelector("#rehearsal form").addEventListener("submit", (press) => press.preventDefault()));
  await press(ruth, "to Monday 9:00");
  await ruth.getByText("The clock moves, and what falls due is done").waitFor();
  assert.equal(await bar(ruth).locator("button:enabled").count(), 0);
  await press(other, "to Monday 9:00");
  await meanwhile(other).waitFor();
  const monday = /Mon \d+ \w+, 9:0\d am/;
  assert.match(await bar(other).textContent(), monday);
  await until("the bar says how far it has come", async () => monday.test(await bar(ruth).textContent()));
});

// Fails when a colleague's page goes on by the time before, and calls what is late in time.
test("whoever has a page open sees the time to which somebody else moved the clock", async () => {
  await house.text("+16465550304", "An appointment, seen by two");
  const chris = await house.person("chris");
  const shown = () => chris.locator("#rehearsal-now").textContent();
  const before = await shown();
  const ruth = await house.person("ruth");
  await press(ruth, "to closing time");
  await meanwhile(ruth).waitFor();
  await until("the other page shows another day or hour", async () => (await shown()) !== before && /, [56]:\d\d pm/.test(await shown()));
});

test("the bar works without a script", async () => {
  const ruth = await house.person("ruth", { javaScriptEnabled: false });
  await press(ruth, "+15 min");
  await meanwhile(ruth).waitFor();
  await meanwhile(ruth).locator("summary").click();
  assert.equal(await meanwhile(ruth).locator("li").first().isVisible().catch(() => false), false, "it folds away");
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of [["desk", { width: 1440, height: 900 }], ["phone", { width: 390, height: 844 }]]) {
    // Fails when the list pushes the page out of its window, or what is in it cannot be read or reached.
    test(`what happened fits and has no fault of accessibility: ${colorScheme}, ${name}`, async () => {
      await house.text("+16465550303", `An appointment, ${colorScheme} ${name}: ${"a very long text ".repeat(20)}`);
      const ruth = await house.person("ruth", { colorScheme, viewport });
      await press(ruth, "to closing time");
      await meanwhile(ruth).waitFor();
      assert.deepEqual(await faults(ruth), []);
      const { width, list } = await ruth.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        list: document.querySelector("#meanwhile").getBoundingClientRect().height,
      }));
      assert.ok(width <= viewport.width, `the page is ${width} wide`);
      assert.ok(list < viewport.height / 2, `the list is ${list} high`);
      if (process.env.BATON_SHOTS) await ruth.screenshot({ path: `${process.env.BATON_SHOTS}/meanwhile-${colorScheme}-${name}.png` });
    });
  }
}
