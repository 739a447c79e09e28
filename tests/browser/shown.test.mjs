// What is shown is what was said and done, and nothing in it can be pressed that a customer put there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House } from "./house.mjs";
import { box, bubble, openRow, row } from "./inbox.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

const hostile = [
  "javascript:alert(document.domain)",
  "JaVaScRiPt&colon;alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "https://www.cedarlane.example@evil.example/pay",
  "https://сedarlane.example/pay (its first letter is Cyrillic)",
  "http://[::1]/ and \u202Eelpmaxe.enaltradec//:sptth is turned around",
  "<a href=\"javascript:alert(1)\">click</a><img src=x onerror=alert(1)>",
];

// Fails when a template makes a link of what a text says, or lets its markup through (pitfall 46, freescout #5438).
test("whatever a text holds, it is words: no link, no script, no request, nothing turned around", async () => {
  const words = hostile.join("\n");
  const id = await house.text("+16465550261", `An appointment:\n${words}`);
  const chris = await house.person("chris");
  const asked = [];
  chris.on("request", (request) => asked.push(request.url()));
  chris.on("dialog", (dialog) => { chris.troubles.push(`a dialogue: ${dialog.message()}`); dialog.dismiss(); });
  await chris.goto(house.url);
  await openRow(chris, "An appointment:");
  await box(chris).fill(words);
  await chris.keyboard.press("Control+Enter");
  await chris.locator(".msg--out", { hasText: "vbscript:" }).waitFor();
  for (const place of [`${house.url}/c/${id}`, `${house.url}/phone?as=%2B16465550261`]) {
    await chris.goto(place);
    const texts = chris.locator(".msg__text, .sms p").filter({ hasText: "vbscript:" });
    assert.equal(await texts.count(), 2);
    for (const text of await texts.all()) {
      assert.ok((await text.textContent()).endsWith(words), "every character of it is there");
      assert.equal(await text.locator("*").count(), 0, "and nothing else");
      assert.match(await text.evaluate((element) => getComputedStyle(element).unicodeBidi), /isolate|plaintext/);
    }
    const links = await chris.locator("a").evaluateAll((all) => all.map((link) => [link.href, link.target, link.rel]));
    for (const [href, target, rel] of links) {
      if (href.startsWith(`${house.url}/`)) continue;
      assert.match(href, /^https?:/);
      assert.match(rel, /noopener.*noreferrer/, `${href} ${target}`);
    }
  }
  assert.deepEqual(asked.filter((url) => !url.startsWith(`${house.url}/`)), [], "nothing is fetched that a text names");
  assert.deepEqual(chris.troubles, []);
});

// Fails when what a STOP makes us answer is shown as written by whoever sent the STOP.
test("the confirmation of a STOP is ours, not the customer's", async () => {
  const chris = await house.person("chris");
  await chris.goto(`${house.url}/?status=closed`);
  await row(chris, "Hal Brooks").locator("a").click();
  const confirmation = chris.locator(".msg--out", { hasText: "you are opted out" });
  assert.match(await confirmation.locator(".msg__meta").textContent(), /^Baton/);
});

// Fails when tags that follow from ownership are told as somebody's act.
test("a claim is one line of the timeline", async () => {
  const id = await house.text("+16465550262", "One appointment to claim");
  const chris = await house.person("chris");
  await chris.goto(`${house.url}/c/${id}`);
  await chris.getByRole("button", { name: "Claim" }).click();
  await chris.getByText("You own this.").first().waitFor();
  assert.deepEqual(await chris.locator(".tl .ev b").allTextContents(), ["Scheduling", "You"]);
});

// Fails when the link counts the lines of the routing text: the page numbers those of the whole policy.
test("the rule beside a conversation leads to that very line of the policy", async () => {
  const id = await house.text("+16465550263", "What is the price of an appointment?");
  const ruth = await house.person("ruth");
  await ruth.goto(`${house.url}/c/${id}`);
  const rule = await ruth.locator(".rule span").first().textContent();
  await ruth.locator("a.rule").click();
  const line = ruth.locator(".code li:target");
  await line.waitFor();
  const number = (await line.getAttribute("id")).replace("line-", "");
  assert.equal(`${number} ${await line.textContent()}`, rule);
});

// Fails when the page tells the server that it was read, and goes on showing it bold.
test("a conversation that was before its reader for a second is unread no more, in the list too", async () => {
  await house.text("+16465550266", "One unread appointment");
  const chris = await house.person("chris");
  await openRow(chris, "One unread appointment");
  await chris.locator("#rows .row:not(.row--new)", { hasText: "One unread appointment" }).waitFor();
});

// Fails when the button for new texts takes its room from what stands above or below it.
for (const [name, viewport] of [["desk", { width: 1440, height: 900 }], ["phone", { width: 390, height: 844 }]]) {
  test(`new texts announce themselves without moving anything: ${name}`, async () => {
    const chris = await house.person("chris", { viewport });
    await chris.locator("#rows .row").first().waitFor();
    const places = () => Promise.all(["#q", "#rows", "#rows .row"].map((part) => chris.locator(part).first().boundingBox()));
    const was = await places();
    await house.text(viewport.width > 900 ? "+16465550264" : "+16465550265", "One appointment, announced");
    await chris.locator("#settle").getByText("1 new text").waitFor();
    assert.deepEqual(await places(), was);
    await chris.locator("#settle").click();
    await row(chris, "One appointment, announced").first().waitFor();
  });
}

// Fails when what is wrong stands below the field, where nobody sees it.
test("what is wrong with a policy is in view after the check", async () => {
  const ruth = await house.person("ruth");
  await ruth.goto(`${house.url}/policy?edit=1`);
  const field = ruth.locator("textarea[name=text]");
  await field.fill((await field.inputValue()).replace("to Sales queue", "to Slaes queue"));
  await ruth.getByRole("button", { name: "Check it" }).click();
  const wrong = ruth.getByText("there is no queue called Slaes");
  await wrong.waitFor();
  const { y, height } = await wrong.boundingBox();
  assert.ok(y > 0 && y + height < 900, `it stands at ${y}`);
});
