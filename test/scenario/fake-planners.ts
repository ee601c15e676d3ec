/**
 * Tiny job types for tests of the engine: what a planner may ask for, without any of the real work.
 *
 * The job's `program` names the shape: { maps, reduces, rounds?, sizes? }.
 *
 *   two-stage   plan the input, then maps, then (when `reduces` > 0) reduces, then publish
 *   rounds      maps, then `rounds` shuffles of `reduces` tasks each, segments all the way, then one output stage
 *   broadcast   maps with results, then outputs that read all of them
 */

import type { StageSpec } from "../../src/engine/graph.js";
import type { JobSpec } from "../../src/engine/job.js";
import type { JobProgress, PlanDecision, Planner } from "../../src/engine/planner.js";

export interface FakeProgram {
  readonly maps: number;
  readonly reduces: number;
  readonly rounds?: number;
  readonly sizes?: readonly number[];
}

function programOf(job: JobSpec): FakeProgram {
  return job.program as unknown as FakeProgram;
}

function stage(
  name: string,
  tasks: number,
  edges: StageSpec["edges"],
  sink: StageSpec["sink"],
  sizesBytes: readonly number[] = [],
): StageSpec {
  const payloads = Array.from({ length: tasks }, (_, index) => index);
  return { name, edges, sink, body: name, payloads, sizesBytes };
}

/** Adds the stages one after another, each when the one before is complete; maps and reduces together. */
function inOrder(stages: readonly StageSpec[], progress: JobProgress): PlanDecision {
  const missing = stages.slice(progress.stages.length);
  if (missing.length > 0) return { kind: "add", stages: missing };
  if (progress.stages.some((outcome) => !outcome.complete)) return { kind: "wait" };
  const outputs = stages.filter(({ sink }) => sink.kind === "part").map(({ name }) => name);
  return { kind: "publish", stages: outputs };
}

export const twoStage: Planner = {
  type: "two-stage",
  plan(job, progress) {
    if (progress.input === null) return { kind: "plan-input" };
    const { maps, reduces, sizes = [] } = programOf(job);
    if (reduces === 0) return inOrder([stage("map", maps, [], { kind: "part" }, sizes)], progress);
    return inOrder(
      [
        stage("map", maps, [], { kind: "segments", partitions: reduces }, sizes),
        stage("reduce", reduces, [{ kind: "shuffle", from: "map" }], { kind: "part" }),
      ],
      progress,
    );
  },
};

/** Answers one stage at a time, as iterations do. */
export const rounds: Planner = {
  type: "rounds",
  plan(job, progress) {
    const { maps, reduces, rounds: count = 2 } = programOf(job);
    const sink = { kind: "segments", partitions: reduces } as const;
    const done = progress.stages.length;
    if (done > 0 && progress.stages[done - 1]?.complete === false) return { kind: "wait" };
    if (done === 0) return { kind: "add", stages: [stage("round-0", maps, [], sink)] };
    const edges = [{ kind: "shuffle", from: `round-${done - 1}` }] as const;
    if (done <= count)
      return { kind: "add", stages: [stage(`round-${done}`, reduces, edges, sink)] };
    if (done === count + 1) {
      return { kind: "add", stages: [stage("finish", reduces, edges, { kind: "part" })] };
    }
    return { kind: "publish", stages: ["finish"] };
  },
};

export const broadcast: Planner = {
  type: "broadcast",
  plan(job, progress) {
    const { maps, reduces } = programOf(job);
    return inOrder(
      [
        stage("sample", maps, [], { kind: "result" }),
        stage("write", reduces, [{ kind: "broadcast", from: "sample" }], { kind: "part" }),
      ],
      progress,
    );
  },
};

export const FAKE_PLANNERS: readonly Planner[] = [twoStage, rounds, broadcast];
