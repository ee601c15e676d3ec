/** What planners are told, and what becomes of those that answer nonsense. */

import { describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import type { StageSpec } from "../../src/engine/graph.js";
import type { AttemptRef } from "../../src/engine/ids.js";
import type { JobProgress, PlanDecision } from "../../src/engine/planner.js";
import { fakeJob, fakeWorker, NO_REPORT, partReport } from "./fake-data.js";

const spec = fakeJob("j1", "asked", {});
const info = fakeWorker("w1", 1, 4);

function stage(name: string, change: Partial<StageSpec> = {}): StageSpec {
  const sink = { kind: "part" } as const;
  return { name, edges: [], sink, body: null, payloads: [1, 2, 3], sizesBytes: [], ...change };
}

/** An engine with one job, whose planner answers by what is given here. */
function engineWith(plan: (progress: JobProgress) => PlanDecision): Engine {
  const engine = createEngine({ planners: [{ type: "asked", plan: (_job, p) => plan(p) }] });
  engine.step({ at: 0, kind: "worker-joined", info });
  engine.step({ at: 0, kind: "job-submitted", spec });
  return engine;
}

function messageOf(engine: Engine): string {
  const state = engine.jobView(spec.id)?.state;
  if (state?.kind !== "ended" || state.outcome.kind !== "failed") return `is ${state?.kind}`;
  return state.outcome.error.message;
}

describe("a planner that answers nonsense fails its job and nothing else", () => {
  const add = (...stages: StageSpec[]): PlanDecision => ({ kind: "add", stages });
  const shuffle = { edges: [{ kind: "shuffle", from: "a" }] } as const;
  const segments = { sink: { kind: "segments", partitions: 2 } } as const;
  const wrong: readonly (readonly [string, PlanDecision, string])[] = [
    ["waits for nothing", { kind: "wait" }, "waits, but nothing is running"],
    ["adds nothing", add(), "added no stage"],
    ["adds a stage twice", add(stage("a"), stage("a")), "there already"],
    ["gives it no name", add(stage("a/b")), "name is not a name"],
    ["reads what is not there", add(stage("b", shuffle)), "reads a, which is not there"],
    ["reads what is no segment", add(stage("a"), stage("b", shuffle)), "which has none"],
    ["has other partitions", add(stage("a", segments), stage("b", shuffle)), "for 2 partitions"],
    ["gives wrong sizes", add(stage("a", { sizesBytes: [1] })), "1 sizes for 3 tasks"],
    ["publishes what is not there", { kind: "publish", stages: ["a"] }, "publishes a"],
  ];
  it.each(wrong)("one that %s", (_name, decision, message) => {
    expect(messageOf(engineWith(() => decision))).toContain(message);
  });

  it("one that reads anew what parts were made of: it may be given up already", () => {
    const read = { ...shuffle, payloads: [1, 2] };
    const engine = engineWith(({ stages }) => {
      if (stages.length === 0)
        return add(stage("a", { ...segments, payloads: [] }), stage("b", read));
      return stages[1]?.complete === true ? add(stage("c", read)) : { kind: "wait" };
    });
    for (const index of [1, 0]) {
      const attempt: AttemptRef = { job: spec.id, stage: "b", index, attempt: 1 };
      const { worker, incarnation } = info;
      const report = partReport(attempt);
      engine.step({ at: 1, kind: "attempt-succeeded", worker, incarnation, attempt, report });
    }
    expect(messageOf(engine)).toContain("reads a too late");
  });

  it("one that throws", () => {
    const engine = engineWith(() => {
      throw new Error("planner's bug");
    });
    expect(messageOf(engine)).toBe("planner's bug");
  });

  it("one that never ends", () => {
    const empty = (p: JobProgress) => add(stage(`s${p.stages.length}`, { payloads: [] }));
    expect(messageOf(engineWith(empty))).toContain("never ends");
  });

  it("one that is missing", () => {
    const engine = createEngine({ planners: [] });
    engine.step({ at: 0, kind: "job-submitted", spec });
    expect(messageOf(engine)).toContain("no planner for jobs of type asked");
  });
});

describe("what a planner is told of a complete stage", () => {
  const TOTALS = [0.1, 0.7, 0.3];
  const told: JobProgress[] = [];
  const plan = (progress: JobProgress): PlanDecision => {
    told.push(progress);
    if (progress.stages.length === 0) {
      return { kind: "add", stages: [stage("sum", { sink: { kind: "result" } })] };
    }
    if (progress.stages.length > 1) return { kind: "wait" };
    const edges = [{ kind: "broadcast", from: "sum" }] as const;
    return { kind: "add", stages: [stage("write", { edges })] };
  };
  const engine = engineWith(plan);
  for (const index of [2, 0, 1]) finish(engine, index, TOTALS[index] ?? 0);

  it("is folded in task order, whoever finished first", () => {
    const outcome = told.at(-1)?.stages[0];
    expect(outcome?.results).toEqual(["r0", "r1", "r2"]);
    expect(outcome?.totals).toEqual({ weight: 0.1 + 0.7 + 0.3 });
    expect(outcome?.counters).toEqual({ seen: 3 });
  });

  it("is what readers of a broadcast are given", () => {
    const attempt: AttemptRef = { job: spec.id, stage: "write", index: 1, attempt: 1 };
    const view = engine.taskView(attempt);
    expect(view.payload).toBe(2);
    expect(view.upstream).toEqual({
      sum: { tasks: 3, results: ["r0", "r1", "r2"], totals: { weight: 0.1 + 0.7 + 0.3 } },
    });
  });
});

describe("what the shell may ask", () => {
  it("finds the winners to publish in task order, and a job by its key", () => {
    const plan = (p: JobProgress): PlanDecision =>
      p.stages[0]?.complete === true
        ? { kind: "publish", stages: ["out"] }
        : { kind: "add", stages: [stage("out")] };
    const engine = engineWith(plan);
    for (const index of [1, 2, 0]) {
      const attempt = { job: spec.id, stage: "out", index, attempt: 1 };
      engine.step({
        at: 1,
        kind: "attempt-succeeded",
        ...info,
        attempt,
        report: partReport(attempt),
      });
    }
    const names = engine.winners(spec.id).map(({ name }) => name);
    expect(names).toEqual(["part-out-0", "part-out-1", "part-out-2"]);
    expect(engine.jobByKey(spec.idempotencyKey)).toBe(spec.id);
    expect(engine.jobView(spec.id)).toMatchObject({ outputParts: 3, outputRecords: 3 });
  });

  it("refuses the assignment of a job that has ended", () => {
    const engine = engineWith(() => ({ kind: "add", stages: [stage("out")] }));
    const attempt = { job: spec.id, stage: "out", index: 0, attempt: 1 };
    expect(engine.isLive(attempt)).toBe(true);
    engine.step({ at: 1, kind: "job-cancelled", job: spec.id, reason: "enough" });
    expect(engine.isLive(attempt)).toBe(false);
    expect(() => engine.taskView(attempt)).toThrow("not wanted any more");
  });

  it("takes a submission that comes again for the same job", () => {
    const engine = engineWith(() => ({ kind: "plan-input" }));
    expect(engine.step({ at: 1, kind: "job-submitted", spec })).toEqual({
      facts: [],
      commands: [],
    });
    const again = { ...spec, id: fakeJob("j2", "asked", {}).id };
    expect(engine.step({ at: 1, kind: "job-submitted", spec: again }).facts).toEqual([]);
    expect(engine.jobViews()).toHaveLength(1);
  });
});

function finish(engine: Engine, index: number, weight: number): void {
  const attempt = { job: spec.id, stage: "sum", index, attempt: 1 };
  const output = { kind: "result", bytes: `r${index}` } as const;
  const report = { ...NO_REPORT, output, counters: { seen: 1 }, totals: { weight } };
  engine.step({ at: 1, kind: "attempt-succeeded", ...info, attempt, report });
}
