// What happens elsewhere shows here: once, without a gap, through restarts, sleep and bad networks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, Wire, until } from "./house.mjs";
import { box, bubble, lineBar, openRow, row } from "./inbox.mjs";

let house;
before(async () => { house = await House.open(); });
after(async () => { await house?.close(); });

/** Fifty area codes, for fifty numbers that nobody has. */
const AREAS = `201 202 203 205 206 207 208 209 210 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248
  251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315`.split(/\s+/);

/** Marks a page, so that it tells when it was loaded anew. */
const mark = (page) => page.evaluate(() => { window.marked = true; });
const isMarked = (page) => page.evaluate(() => window.marked === true);

// Fails when a lost stream is not opened again (`lost` without its retry; pitfall 32, htmx-extensions PR 191).
test("five restarts of the server: each text shows once, on the same page", async (t) => {
  const wire = await Wire.to(house.address, t);
  await house.text("+16465550201", "Before the restarts, an appointment");
  const chris = await house.person("chris", { at: wire.url });
  await openRow(chris, "Before the restarts, an appointment");
  await mark(chris);
  const { address } = house;
  for (const [round, signal] of ["SIGKILL", "SIGTERM", "SIGKILL", "SIGTERM", "SIGKILL"].entries()) {
    await house.stop(signal);
    await house.start(address);
    await house.text("+16465550201", `Round ${round} is over`);
    await bubble(chris, `Round ${round} is over`).waitFor();
  }
  await until("the list shows the last one", () => row(chris, "Round 4 is over").first().isVisible());
  for (let round = 0; round < 5; round += 1) assert.equal(await bubble(chris, `Round ${round} is over`).count(), 1);
  assert.equal(await isMarked(chris), true, "nothing was loaded anew");
  assert.equal(wire.streams, 1);
  assert.deepEqual(chris.troubles, []);
});

// Fails when every tab opens a stream of its own (`contend` without its look at the lease): six of them take all the
// connections that a browser has for a server over HTTP/1.1, and the next press hangs (pitfall 32, htmx #2510).
test("six tabs share one stream, and each shows a text once; when the leading tab goes, another leads", async (t) => {
  const wire = await Wire.to(house.address, t);
  const first = await house.text("+16465550202", "Six tabs look at this appointment");
  const chris = await house.person("chris", { at: wire.url });
  let stream;
  chris.context().on("request", (request) => { if (request.url().includes("/events?")) stream = request; });
  const tabs = [chris];
  while (tabs.length < 6) tabs.push(await house.tab(chris.context()));
  for (const tab of tabs) await tab.goto(`${wire.url}/c/${first}`);
  await until("one stream is open", () => wire.streams === 1);
  await house.text("+16465550202", "Everybody hears this");
  for (const tab of tabs) await bubble(tab, "Everybody hears this").waitFor();
  assert.equal(wire.streams, 1);

  const leading = stream.frame().page();
  const others = tabs.filter((tab) => tab !== leading);
  await leading.close();
  await house.text("+16465550202", "And this");
  for (const tab of others) await bubble(tab, "And this").waitFor();
  await until("one tab leads, should two have begun to", () => wire.streams === 1);
  for (const tab of others) {
    assert.equal(await bubble(tab, "Everybody hears this").count(), 1);
    assert.equal(await bubble(tab, "And this").count(), 1);
    assert.deepEqual(tab.troubles, []);
  }
});

// Fails when showing a conversation starts anything that the next one does not end: a stream of its own in `arrived`, say
// (pitfall 32, htmx #2225).
test("after fifty conversations were opened one after another, there is one stream, and one text is one request", async (t) => {
  const wire = await Wire.to(house.address, t);
  const texts = AREAS.map((area, n) => [`+1${area}5550199`, `Appointment number ${n} of fifty.`]);
  for (const [from, words] of texts) await house.text(from, words);
  const chris = await house.person("chris", { at: wire.url });
  await chris.goto(`${wire.url}/?q=5550199`);
  await row(chris, "of fifty").nth(49).waitFor();
  await mark(chris);
  for (const [, words] of texts) await openRow(chris, words);
  assert.equal(wire.streams, 1);

  const asked = [];
  chris.on("request", (request) => { if (request.url().includes("/live?")) asked.push(request.url()); });
  const [from] = texts.at(-1);
  await house.text(from, "One more of mine");
  await bubble(chris, "One more of mine").waitFor();
  await until("the row says it too", () => row(chris, "One more of mine").first().isVisible());
  assert.equal(await bubble(chris, "One more of mine").count(), 1);
  assert.equal(asked.length, 1, asked.join("\n"));
  assert.equal(await isMarked(chris), true);
  assert.deepEqual(chris.troubles, []);
});

// Fails when a lost stream is tried once and then no more, as browsers do by themselves after an answer that is no
// stream (pitfall 32).
test("a server that answers 503 for a while is asked again until it is back", async (t) => {
  const wire = await Wire.to(house.address, t);
  const id = await house.text("+16465550203", "Before the 503, an appointment");
  const chris = await house.person("chris", { at: wire.url, clock: true });
  await chris.goto(`${wire.url}/c/${id}`);
  await until("a stream is open", () => wire.streams === 1);
  await chris.route("**/events?*", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "1" }, body: "" }));
  wire.cut();
  wire.mend();
  for (let turn = 0; turn < 5; turn += 1) {
    // The page may not have heard of the last answer yet, and so not wait for the next time.
    let heard = false;
    const asked = chris.waitForRequest("**/events?*").then(() => { heard = true; });
    await until("it asks again", async () => { await chris.clock.fastForward(13_000); return heard; });
    await asked;
  }
  await lineBar(chris).getByText("No connection").waitFor();
  await house.text("+16465550203", "Meanwhile");
  await chris.unroute("**/events?*");
  await chris.clock.fastForward(13_000);
  await bubble(chris, "Meanwhile").waitFor();
  assert.equal(await bubble(chris, "Meanwhile").count(), 1);
});

// Fails when the bar waits for longer (SHOWN_AFTER of 5 seconds; chatwoot #6418).
test("a dropped connection shows that it is dropped, and heals without a new page", async (t) => {
  const wire = await Wire.to(house.address, t);
  const id = await house.text("+16465550204", "Before the cut, an appointment");
  const chris = await house.person("chris", { at: wire.url, clock: true });
  await chris.goto(`${wire.url}/c/${id}`);
  await until("a stream is open", () => wire.streams === 1);
  await mark(chris);
  await box(chris).fill("what I was writing");
  assert.equal(await lineBar(chris).count(), 0);
  await chris.clock.pauseAt(Date.now() + 60_000);
  let tries = 0;
  chris.on("request", (request) => { if (request.url().includes("/events?")) tries += 1; });
  wire.cut();
  await until("it tries again", async () => { await chris.clock.runFor(50); return tries > 0; });
  await chris.clock.runFor(2_000);
  assert.match(await lineBar(chris).textContent(), /^No connection for .* Keep writing: nothing is lost\.$/);
  await house.text("+16465550204", "While it was cut");
  wire.mend();
  await chris.clock.resume();
  await bubble(chris, "While it was cut").waitFor();
  await lineBar(chris).getByText("Back. You missed nothing. One text came in meanwhile.").waitFor();
  assert.equal(await box(chris).inputValue(), "what I was writing");
  assert.equal(await isMarked(chris), true);
});

// Fails when what an entry touched is fetched once and then forgotten: the stream goes on after that entry (chatwoot #6418).
for (const [name, answer] of [["cannot be reached", (route) => route.abort()],
  ["answers 503", (route) => route.fulfill({ status: 503, body: "" })]]) {
  test(`a server that ${name} in the instant in which a text is to be shown: it shows once the server is back`, async (t) => {
    const wire = await Wire.to(house.address, t);
    const id = await house.text("+16465550206", "Before the instant, an appointment");
    const chris = await house.person("chris", { at: wire.url });
    await chris.goto(`${wire.url}/c/${id}`);
    await until("a stream is open", () => wire.streams === 1);
    const answered = new Promise((done) => { chris.route("**/live?*", (route) => answer(route).then(done), { times: 1 }); });
    await house.text("+16465550206", `In the instant: it ${name}`);
    await answered;
    wire.cut();
    wire.mend();
    await bubble(chris, `In the instant: it ${name}`).waitFor();
    assert.equal(await bubble(chris, `In the instant: it ${name}`).count(), 1);
  });
}

// Fails when a silent connection is trusted for ever (`watch` that sets no timer), or when the page asks for a stretch
// of time instead of a position (pitfall 31, chatwoot #14934). The page's clock is wrong by 90 seconds as well.
test("a laptop that wakes up with a dead connection shows what it missed in three hours", async (t) => {
  const wire = await Wire.to(house.address, t);
  const id = await house.text("+16465550205", "Before the sleep, an appointment");
  const chris = await house.person("chris", { at: wire.url, clock: true });
  await chris.clock.setSystemTime(Date.now() + 90_000);
  await chris.goto(`${wire.url}/c/${id}`);
  await until("a stream is open", () => wire.streams === 1);
  await mark(chris);
  await house.text("+16465550205", "The last before the sleep");
  await bubble(chris, "The last before the sleep").waitFor();
  wire.deaden();
  await house.text("+16465550205", "During the sleep");
  const fresh = chris.waitForRequest("**/events?*");
  await chris.clock.fastForward("03:00:00");
  const after = Number(new URL((await fresh).url()).searchParams.get("after"));
  const seen = Number(await chris.evaluate(() => document.documentElement.dataset.position));
  assert.ok(after > seen, `it goes on from the last entry that it heard (${after}), not from its page (${seen})`);
  await bubble(chris, "During the sleep").waitFor();
  for (const words of ["The last before the sleep", "During the sleep"]) {
    assert.equal(await bubble(chris, words).count(), 1);
  }
  assert.equal(await isMarked(chris), true);
  await until("the dead one is let go", () => wire.streams === 1);
});
