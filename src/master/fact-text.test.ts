import { expect, test } from "vitest";
import type { Fact } from "../engine/fact.js";
import { factPieces, outlineOf } from "./fact-text.js";

function added(tasks: number): Fact {
  const payloads = Array.from({ length: tasks }, (_, index) => ({
    index,
    text: `"\u2028${index}`,
  }));
  const stage = { name: "map", edges: [], body: { maps: [] }, payloads, sizesBytes: [] };
  return { kind: "stage-added", at: 1, job: "j1", stage, nothing: undefined } as unknown as Fact;
}

test.each([0, 1, 500, 501, 1_000, 2_345])(
  "a fact of %d tasks is the JSON that it always was",
  (tasks) => {
    const fact = added(tasks);
    expect([...factPieces(fact)].join("")).toBe(JSON.stringify(fact));
  },
);

test("no piece of a large fact is large", () => {
  const lengths = [...factPieces(added(10_000))].map(({ length }) => length);
  expect(Math.max(...lengths)).toBeLessThan(50_000);
});

test("what a long fact is about is known without its tasks; a short one is known whole", () => {
  const lineOf = (fact: Fact) => Buffer.from(JSON.stringify(fact));
  const { at, kind, job } = added(1_000) as Fact & { job: string };
  const long = { at, kind, job, stage: { name: "map", payloads: ["x".repeat(2_000)] } };
  expect(outlineOf(lineOf(long as unknown as Fact))).toEqual({ at, kind, job });
  const odd = { kind, job, at, stage: { name: "x".repeat(2_000) } };
  expect(outlineOf(lineOf(odd as unknown as Fact))).toEqual(odd);
  const short = { at, kind, job, stage: {} };
  expect(outlineOf(lineOf(short as unknown as Fact))).toEqual(short);
});
