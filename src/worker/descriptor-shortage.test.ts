import { expect, test } from "vitest";
import { DescriptorShortage } from "./descriptor-shortage.js";

test("is said at once, then once a minute, with how often it was; other trouble is none of its business", () => {
  const said: string[] = [];
  let now = 1_000;
  const shortage = new DescriptorShortage((message) => said.push(message), { now: () => now });
  const error = new Error("EMFILE: too many open files, open '/tmp/x'");
  shortage.look(new Error("ENOENT: no such file"));
  expect(said).toEqual([]);
  for (; now < 61_000; now += 1_000) shortage.look(error);
  expect(said).toEqual([`too many open files: ${error.message}; raise the limit (ulimit -n)`]);
  shortage.look(new Error("accept ENFILE"));
  expect(said.slice(1)).toEqual([
    "too many open files, 60 times by now: accept ENFILE; raise the limit (ulimit -n)",
  ]);
});
