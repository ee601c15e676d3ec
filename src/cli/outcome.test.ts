import { describe, expect, test } from "vitest";
import type { CliContext } from "./context.js";
import { exitCodeOf, tellOutcome } from "./outcome.js";
import { endedView, fakeClient, fakeIo, jobView } from "./test-support.js";

const QUIET = {
  json: false,
  quiet: false,
  peak: { ownBytes: null, workerBytes: 0 },
  outputLabel: "out",
};

function contextOf(io: CliContext["io"]): CliContext {
  return { io, literals: [], verbose: false, color: false, exitCode: 0 };
}

function failure(code: "MR_USER_CODE" | "MR_INPUT_MISSING") {
  const error = { code, message: "it broke" };
  return endedView({ kind: "failed", error, task: null, where: null });
}

describe("the exit code", () => {
  test("is 0 for done, the error's own for failed, 5 for cancelled or not ended", () => {
    expect(exitCodeOf(endedView({ kind: "done" }))).toBe(0);
    expect(exitCodeOf(failure("MR_USER_CODE"))).toBe(1);
    expect(exitCodeOf(failure("MR_INPUT_MISSING"))).toBe(2);
    expect(exitCodeOf(endedView({ kind: "cancelled", reason: "enough" }))).toBe(5);
    expect(exitCodeOf(jobView())).toBe(5);
  });
});

describe("telling the outcome", () => {
  test("writes the summary to standard error and nothing to standard output", async () => {
    const { io, out, error } = fakeIo();
    const view = endedView({ kind: "done" });
    expect(await tellOutcome(contextOf(io), fakeClient({}), view, QUIET)).toBe(0);
    expect(out()).toBe("");
    expect(error()).toContain("done wordcount in 2.00 s");
  });

  test("quietly says nothing of success, but tells failures", async () => {
    const { io, out, error } = fakeIo();
    const options = { ...QUIET, quiet: true };
    await tellOutcome(contextOf(io), fakeClient({}), endedView({ kind: "done" }), options);
    expect(out() + error()).toBe("");
    await tellOutcome(contextOf(io), fakeClient({}), failure("MR_USER_CODE"), options);
    expect(error()).toContain("failed wordcount: it broke");
  });

  test("as JSON is one document with a versioned format", async () => {
    const { io, out } = fakeIo();
    const options = { ...QUIET, json: true };
    await tellOutcome(contextOf(io), fakeClient({}), failure("MR_USER_CODE"), options);
    expect(JSON.parse(out())).toMatchObject({
      format: "mr-run/1",
      state: "failed",
      exitCode: 1,
      output: { path: "/data/out", records: 7 },
      error: { code: "MR_USER_CODE", message: "it broke" },
    });
  });

  test("a history that cannot be had does not hide the failure", async () => {
    const { io, error } = fakeIo();
    const task = { job: jobView().id, stage: "map", index: 3 };
    const broken = { code: "MR_USER_CODE" as const, message: "it broke" };
    const view = endedView({ kind: "failed", error: broken, task, where: null });
    expect(await tellOutcome(contextOf(io), fakeClient({}), view, QUIET)).toBe(1);
    expect(error()).toContain("task      map-00003");
  });
});
