import { expect, test } from "vitest";
import { Stopping } from "./stopping.js";

test("what is to be done at a stop is done once, also when the stop came first", () => {
  const stopping = new Stopping();
  const done: string[] = [];
  stopping.whenRequested(() => done.push("asked before"));
  expect(done).toEqual([]);
  stopping.request("SIGINT");
  stopping.whenRequested(() => done.push("asked after"));
  expect(done).toEqual(["asked before", "asked after"]);
});
