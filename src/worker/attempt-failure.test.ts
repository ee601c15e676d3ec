import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { attemptOf, jobSpec, stageMessage } from "../../test/e2e/support/fake-master.js";
import { MrError } from "../engine/error.js";
import { attemptFailure, type FailurePlace } from "./attempt-failure.js";

const workDirectory = mkdtempSync(join(tmpdir(), "mr-failure-"));
afterAll(() => rmSync(workDirectory, { recursive: true, force: true }));

const attempt = attemptOf(0);
const place: FailurePlace = {
  workDirectory,
  assignment: {
    attempt,
    epoch: 1,
    payload: null,
    upstream: {},
    spec: { ...jobSpec("job-1"), output: { ...jobSpec("job-1").output, path: "/data/out" } },
    stage: stageMessage(attempt.job, "map").stage,
  },
};

const noSpace = (path?: string) =>
  Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", path });

describe("user code that throws", () => {
  test("is named with its own stack, also when a task body has wrapped it", () => {
    const user = new RangeError("too small");
    const wrapped = new MrError("MR_USER_CODE", "map threw: too small", { cause: user });
    expect(attemptFailure(user, place)).toMatchObject({
      kind: "failed",
      error: { code: "MR_USER_CODE", message: "RangeError: too small", stack: user.stack },
    });
    expect(attemptFailure(wrapped, place)).toMatchObject({ error: { stack: user.stack } });
  });

  test("the place in the data is found on the error or on its causes", () => {
    const inner = Object.assign(new Error("x"), { location: "a.txt:7" });
    const outer = new MrError("MR_USER_CODE", "map threw", { cause: inner });
    expect(attemptFailure(outer, place)).toMatchObject({ where: "a.txt:7" });
  });

  const cyclic: { cause?: unknown } = {};
  cyclic.cause = cyclic;
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error("trap");
      },
      has: () => {
        throw new Error("trap");
      },
    },
  );
  test.each([
    ["null", null],
    ["undefined", undefined],
    ["a string", "just text"],
    ["a symbol", Symbol("s")],
    ["a cycle", cyclic],
    ["a proxy that throws", hostile],
    ["a bigint in an object", { n: 1n }],
    ["a huge message", new Error("x".repeat(1 << 20))],
  ])("%s still makes a failure of bounded size", (_, thrown) => {
    const failure = attemptFailure(thrown, place);
    expect(failure).toMatchObject({ kind: "failed", error: { code: "MR_USER_CODE" } });
    expect(JSON.stringify(failure).length).toBeLessThan(40_000);
  });
});

describe("a full disk", () => {
  test("below the work directory is the machine's fault", () => {
    const failure = attemptFailure(noSpace(join(workDirectory, "job-1", "spill")), place);
    expect(failure).toMatchObject({ kind: "lost", error: { code: "MR_DISK_FULL" } });
  });

  test("below the output's folder is told as such", () => {
    const failure = attemptFailure(noSpace("/data/.out.mr-job-1/part"), place);
    expect(failure).toMatchObject({ kind: "failed", error: { code: "MR_DISK_FULL" } });
  });

  test("that a writer has already explained keeps its words", () => {
    const error = new MrError("MR_DISK_FULL", `no space for ${workDirectory}/spill`, {
      cause: noSpace(),
    });
    expect(attemptFailure(error, place)).toMatchObject({
      kind: "lost",
      error: { message: error.message },
    });
  });

  test("that names no path is judged by the disks, never left unnamed", () => {
    const failure = attemptFailure(noSpace(), place);
    expect(failure).toMatchObject({ error: { code: "MR_DISK_FULL" } });
  });
});

test("a fetch failure names the outputs, also inside another error", () => {
  const error = Object.assign(new MrError("MR_FETCH_FAILED", "gone"), {
    stage: "map",
    sources: [{ index: 1, attempt: 4 }],
  });
  const expected = { kind: "fetch-failed", stage: "map", sources: [{ index: 1, attempt: 4 }] };
  expect(attemptFailure(error, place)).toMatchObject(expected);
  expect(attemptFailure({ error, stage: "map", sources: error.sources }, place)).toMatchObject(
    expected,
  );
});
