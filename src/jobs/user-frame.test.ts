import { describe, expect, it } from "vitest";
import { userFrame } from "./user-frame.js";

describe("the user's frame of a stack", () => {
  it("is the first that is neither Node's nor the engine's", () => {
    const stack = [
      "Error: no (really: /not/a/place:1:2)",
      "    at compile (node:internal/modules/esm/utils:346:16)",
      "    at eraseStep (file:///home/me/mr-engine:chunks/chunk-1.js:3:4)",
      "    at Object.map (file:///home/me/my%20jobs/job%20(1).ts:5:11)",
      "    at /home/me/other.ts:6:1",
    ].join("\n");
    expect(userFrame(stack)).toBe("/home/me/my jobs/job (1).ts:5:11");
  });

  it("may have no function's name, or be asynchronous", () => {
    expect(userFrame("Error: x\n    at file:///a/b.ts:1:2")).toBe("/a/b.ts:1:2");
    expect(userFrame("Error: x\n    at async /a/b.ts:1:2")).toBe("/a/b.ts:1:2");
    expect(userFrame("Error: x\n    at new Thing (/a/c.ts:1:2)")).toBe("/a/c.ts:1:2");
  });

  it("is null when there is none", () => {
    expect(userFrame("Error: x\n    at node:internal/process:1:2")).toBeNull();
    expect(userFrame("just text")).toBeNull();
  });

  it("is that of a package only where there is no other", () => {
    const library = "    at parse (/home/me/node_modules/parser/index.js:1:2)";
    expect(userFrame(`Error: x\n${library}\n    at map (/home/me/job.ts:3:4)`)).toBe(
      "/home/me/job.ts:3:4",
    );
    expect(userFrame(`Error: x\n${library}`)).toBe("/home/me/node_modules/parser/index.js:1:2");
  });
});
