import { describe, expect, it } from "vitest";
import type { AttemptFailure } from "./graph.js";
import type { JobId } from "./ids.js";
import { DEFAULT_LIMITS } from "./limits.js";
import { judgeFailure, judgeReopen } from "./retry.js";
import type { Troubles } from "./task-table.js";

const task = { job: "j1" as JobId, stage: "map", index: 3 };
const error = { code: "MR_USER_CODE", message: "it threw" } as const;
const failed: AttemptFailure = { kind: "failed", error, where: "a.txt:1" };
const lost: AttemptFailure = { kind: "lost", error };
const unreadable: AttemptFailure = { kind: "fetch-failed", error, stage: "map", sources: [] };

function troubles(counts: Partial<Troubles>): Troubles {
  const none = { failures: 0, losses: 0, fetchFailures: 0, reopens: 0, unreadable: 0 };
  return { ...none, failedOn: [], lastAt: 0, ...counts };
}

function judge(failure: AttemptFailure, counts: Partial<Troubles>) {
  return judgeFailure(task, troubles(counts), failure, 4, DEFAULT_LIMITS);
}

describe("the budget of a task", () => {
  it("ends with the fourth failure, and gives the user's own error", () => {
    expect(judge(failed, { failures: 3 })).toBeNull();
    expect(judge(failed, { failures: 4 })).toEqual({ error, where: "a.txt:1" });
  });

  it("counts losses apart from failures", () => {
    expect(judge(failed, { failures: 1, losses: 7 })).toBeNull();
    expect(judge(lost, { failures: 3, losses: 7 })).toBeNull();
    expect(judge(lost, { losses: 8 })?.error.code).toBe("MR_WORKER_LOST");
  });

  it("never charges what the master stopped", () => {
    expect(judge({ kind: "stopped" }, { failures: 9, losses: 9 })).toBeNull();
  });

  it("bounds readers that never read, and outputs that never stay", () => {
    const { maxFetchFailures, maxReopens } = DEFAULT_LIMITS;
    expect(judge(unreadable, { fetchFailures: maxFetchFailures - 1 })).toBeNull();
    expect(judge(unreadable, { fetchFailures: maxFetchFailures })?.error.message).toContain(
      "it threw",
    );
    expect(judgeReopen(task, troubles({ reopens: maxReopens - 1 }), DEFAULT_LIMITS)).toBeNull();
    expect(judgeReopen(task, troubles({ reopens: maxReopens }), DEFAULT_LIMITS)).not.toBeNull();
  });

  it("does not repeat an error that says that repeating is of no use", () => {
    const hopeless = { code: "MR_RECORD_TOO_LONG", message: "too long" } as const;
    const verdict = judge({ kind: "failed", error: hopeless, where: null }, { failures: 1 });
    expect(verdict?.error).toEqual(hopeless);
  });
});
