import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { count, words } from "../../assets/segments.js";

const vectors = JSON.parse(readFileSync(new URL("../segments.json", import.meta.url), "utf8"));

test("the counter agrees with every vector", () => {
  assert.ok(vectors.length > 150);
  for (const { why, text, encoding, segments } of vectors) {
    const counted = count(text);
    assert.deepEqual({ encoding: counted.encoding, segments: counted.segments }, { encoding, segments }, why);
  }
});

test("what is left still fits, and one more does not", () => {
  for (const { text } of vectors) {
    const { segments, left, encoding } = count(text);
    const unit = encoding === "GSM-7" ? "a" : "ж";
    assert.equal(count(text + unit.repeat(left)).segments, segments, JSON.stringify(text));
    assert.equal(count(text + unit.repeat(left + 1)).segments > segments, true, JSON.stringify(text));
  }
});

test("a line end counts once, an extension inside UCS-2 too, and accents are composed first", () => {
  assert.equal(count("a\r\nb").left, 157);
  assert.equal(count("ж€").left, 68);
  assert.equal(count("e\u0301").encoding, "GSM-7");
});

test("the words say what is left and which character makes it dearer", () => {
  assert.equal(words(""), "");
  assert.equal(words("Hello"), "1 text, 155 left");
  assert.equal(words("a".repeat(161)), "2 texts, 145 left");
  assert.equal(words("you’re"), "1 text, 64 left, ’ makes it Unicode");
});
