import { expect, test } from "vitest";
import { listenForStop } from "./stop-signals.js";
import { fakeIo } from "./test-support.js";

test("the first signal asks, the second leaves with the first one's exit code", () => {
  const world = fakeIo();
  const heard: (string | number)[] = [];
  const stop = listenForStop(world.io, {
    first: (signal) => heard.push(signal),
    second: (code) => heard.push(code),
  });
  expect(stop.exitCode()).toBeNull();
  world.signal("SIGTERM");
  expect(stop.exitCode()).toBe(143);
  world.signal("SIGINT");
  expect(heard).toEqual(["SIGTERM", 143]);
});

test("after release signals are no longer ours", () => {
  const world = fakeIo();
  const heard: string[] = [];
  const stop = listenForStop(world.io, { first: (name) => heard.push(name), second() {} });
  stop.release();
  world.signal("SIGINT");
  expect(heard).toEqual([]);
});
