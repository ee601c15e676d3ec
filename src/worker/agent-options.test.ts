import { describe, expect, test } from "vitest";
import { type AgentOptions, resolveAgentOptions } from "./agent-options.js";
import { hostId } from "./host-id.js";
import { runnerEnvironment } from "./runner-environment.js";

const GIVEN: AgentOptions = {
  master: "localhost:1",
  token: null,
  slots: 2,
  workDirectory: "/tmp/w",
  dataHost: "127.0.0.1",
  reconnect: "forever",
  runnerEntry: "/r.js",
  log: { info: () => undefined, warn: () => undefined },
};

describe("options", () => {
  test("are complete once resolved, with a heap that honest jobs do not meet", () => {
    const options = resolveAgentOptions(GIVEN);
    expect(options.name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(options.hostId).toBe(hostId());
    expect(options.heapMegabytes).toBeGreaterThanOrEqual(1_024);
    expect(options.advertiseHost).toBe("127.0.0.1");
  });

  test("a wildcard address is not told to others", () => {
    expect(resolveAgentOptions({ ...GIVEN, dataHost: "0.0.0.0" }).advertiseHost).not.toBe(
      "0.0.0.0",
    );
  });

  test.each([
    ["name", { name: "a/b" }],
    ["slots", { slots: 0 }],
    ["work directory", { workDirectory: "relative" }],
  ])("a wrong %s is refused", (_, wrong) => {
    expect(() => resolveAgentOptions({ ...GIVEN, ...wrong })).toThrow(
      expect.objectContaining({ code: "MR_CONFIG" }),
    );
  });
});

test("user code gets what programs need, and no secrets", () => {
  const environment = runnerEnvironment({
    PATH: "/bin",
    LC_ALL: "C",
    HOME: "/root",
    EMPTY: undefined,
    MR_TOKEN: "x",
    NODE_OPTIONS: "--inspect",
    AWS_SECRET_ACCESS_KEY: "x",
  });
  expect(environment).toEqual({ PATH: "/bin", LC_ALL: "C", HOME: "/root" });
});
