import { expect, it } from "vitest";
import { count, jsonl, lines, mapReduce, words } from "../index.js";
import { hasFunctions } from "./compiler-effort.js";

it("a declared job has no functions, a job with a map has", () => {
  expect(hasFunctions(mapReduce({ input: words(), reduce: count() }))).toBe(false);
  expect(hasFunctions(mapReduce({ input: jsonl({ key: "a", value: "b" }), reduce: count() }))).toBe(
    false,
  );
  expect(
    hasFunctions(
      mapReduce({ input: lines(), map: (line, emit) => emit(line, 1), reduce: count() }),
    ),
  ).toBe(true);
});
