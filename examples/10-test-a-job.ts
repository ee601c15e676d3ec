// A job is tested like any other code: `runLocal` runs it in the test's own process, without a cluster.
//
//   mr test examples/10-test-a-job.ts
import assert from "node:assert/strict";
import test from "node:test";
import { runLocal } from "mr-engine/testing";
import wordCount from "./01-word-count.js";
import spent from "./02-parameters.js";

void test("counts upper and lower case alike", async () => {
  const { output } = await runLocal(wordCount, ["The cat", "and the hat"]);
  assert.deepEqual(output, [
    ["and", 1],
    ["cat", 1],
    ["hat", 1],
    ["the", 2],
  ]);
});

void test("counts the same in many small tasks with little memory", async () => {
  const text = Array.from({ length: 2000 }, (_, i) => `word${i % 700} and`);
  const small = { splitSizeBytes: 1000, memoryBytes: 10_000 };
  const once = await runLocal(wordCount, text);
  const often = await runLocal(wordCount, text, small);
  assert.deepEqual(often.output, once.output);
});

void test("takes parameters as values or as the command line's text", async () => {
  const events = [5, 50, 70].map((amount) =>
    JSON.stringify({ at: 0, event: "buy", user: { id: "ann" }, amount }),
  );
  const { output } = await runLocal(spent, events, { params: { by: "user", minAmount: "50" } });
  assert.deepEqual(output, [["ann", 120]]);
});
