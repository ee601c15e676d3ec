import { expect, test } from "vitest";
import type { JobDefinition } from "../jobs/definition.js";
import { memoizeDefinitions } from "./memoize-definitions.js";

const CODE = { kind: "library", name: "wordcount" } as const;

test("the same code and parameters are loaded once, others anew, failures again", async () => {
  let loads = 0;
  const load = memoizeDefinitions(async (_code, params) => {
    loads += 1;
    if (params.bad === true && loads === 3) throw new Error("not yet");
    return {} as JobDefinition;
  });
  const first = load(CODE, { n: 1 }, null);
  expect(await load(CODE, { n: 1 }, null)).toBe(await first);
  await load(CODE, { n: 2 }, null);
  expect(loads).toBe(2);
  await expect(load(CODE, { bad: true }, null)).rejects.toThrow("not yet");
  await load(CODE, { bad: true }, null);
  expect(loads).toBe(4);
});
