import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { age, due, dueClass, exact, gone, spent, waits } from "../../assets/words.js";

const cases = JSON.parse(readFileSync(new URL("../words.json", import.meta.url), "utf8"));

test("times read as the server writes them", () => {
  for (const { now, at, words } of cases.due) assert.equal(due(now * 1000, at * 1000), words, `${now} ${at}`);
  for (const { now, at, words } of cases.age) assert.equal(age(now * 1000, at * 1000), words, `${now} ${at}`);
});

// Fails when what waits is said as if it was something that happened then, or as the server does not say it.
test("what waits says how long", () => {
  assert.deepEqual([0, 60, 3600, 86_400].map((now) => waits(now * 1000, 0)), ["now", "1 min", "1 h", null]);
});

test("the clock of the page shows the wall of its zone", () => {
  for (const { at, words } of cases.exact) assert.equal(exact(Date.parse(at), at), words);
});

test("a promise turns to risk and to late at their instants", () => {
  assert.equal(dueClass(9, 20, 10), "due");
  assert.equal(dueClass(10, 20, 10), "due due--risk");
  assert.equal(dueClass(20, 20, 10), "due due--late");
});

test("a rail goes from empty to full and never beyond", () => {
  assert.deepEqual([-5, 0, 50, 100, 200].map((now) => spent(now, 0, 100)), [0, 0, 50, 100, 100]);
  assert.equal(spent(5, 10, 10), 100);
});

test("a lost connection is told in seconds, then minutes", () => {
  assert.deepEqual([10, 4_200, 89_000, 120_000].map(gone), ["1 second", "4 seconds", "89 seconds", "2 minutes"]);
});
