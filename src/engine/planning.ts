/**
 * Conversations with planners, and what happens when a stage is complete.
 *
 * Owns: when a planner is asked (P2), the check of its answer, the conservation of records over a shuffle.
 * Talks to: the job type's planner, ending, reopening.
 *
 * Z1. A planner that throws, answers nonsense or waits for nothing fails its job, never the engine.
 * Z2. Nothing is built on a shuffle that lost or doubled a record.
 */

import { sameDigest, sumDigests } from "./digest-sum.js";
import { failJob, failJobWith, publishJob } from "./ending.js";
import { MrError, unreachable } from "./error.js";
import type { StageSpec } from "./graph.js";
import { isName } from "./ids.js";
import { hasEnded, type Job } from "./job-table.js";
import type { PlanDecision } from "./planner.js";
import { reopenMissing, stopUselessReruns } from "./reopening.js";
import { outcomeOf } from "./stage-outcome.js";
import { isComplete, type Stage } from "./task-table.js";
import { isBeingTrimmed } from "./trimming.js";
import type { Turn } from "./turn.js";

export const NONDETERMINISTIC_HINT =
  "Make the map depend on its records and parameters alone: no random numbers, no clock, no outside state; or accept a mixed result with --allow-nondeterministic.";

/** A planner that adds empty stages for ever is stopped after this many answers in one step. */
const MOST_ANSWERS = 10_000;

export function stageCompleted(turn: Turn, stage: Stage): void {
  const broken = checkConservation(stage);
  if (broken !== null) {
    failJobWith(turn, stage.job, broken);
    return;
  }
  for (const from of stage.shuffleFrom) stopUselessReruns(turn, from);
  askPlanner(turn, stage.job);
}

/** Asks again as long as the answer leaves nothing to wait for. */
export function askPlanner(turn: Turn, job: Job): void {
  for (let answers = 0; answers < MOST_ANSWERS; answers += 1) {
    if (job.state.kind !== "planning" && job.state.kind !== "running") return;
    if (!follow(turn, job, decide(turn, job))) return;
  }
  failJobWith(turn, job, new MrError("MR_INTERNAL", `the planner of ${job.spec.type} never ends`));
}

export function checkConservation(stage: Stage): MrError | null {
  if (stage.shuffleFrom.length === 0) return null;
  const written = sumDigests(stage.shuffleFrom.map((from) => from.written.value()));
  const read = stage.read.value();
  if (sameDigest(written, read)) return null;
  const from = stage.shuffleFrom.map((upstream) => upstream.spec.name).join(", ");
  if (stage.shuffleFrom.some(({ changed }) => changed > 0)) {
    // Readers that had finished keep what a map wrote first, others may have found an output that was given up.
    if (stage.job.spec.settings.allowNondeterministic) return null;
    const text = `tasks of ${from} ran again and wrote other records; ${stage.spec.name} has read some of both`;
    return new MrError("MR_NONDETERMINISTIC", text, { hint: NONDETERMINISTIC_HINT });
  }
  const sums = written.records === read.records ? `, sums ${written.sum} and ${read.sum}` : "";
  return new MrError(
    "MR_CONSERVATION",
    `${from} wrote ${written.records} records, ${stage.spec.name} read ${read.records}${sums}`,
    {
      hint: "Records were lost or doubled on the way; the output is not published. Run the job again and report this.",
    },
  );
}

function decide(turn: Turn, job: Job): PlanDecision {
  const planner = turn.planners.get(job.spec.type);
  if (planner === undefined) {
    const error = new MrError("MR_INTERNAL", `no planner for jobs of type ${job.spec.type}`);
    return { kind: "fail", error: error.toRecord() };
  }
  try {
    return planner.plan(job.spec, { input: job.input, stages: job.stages.map(outcomeOf) });
  } catch (error) {
    return { kind: "fail", error: MrError.from(error).toRecord() };
  }
}

/** True when the planner has to be asked again. */
function follow(turn: Turn, job: Job, decision: PlanDecision): boolean {
  switch (decision.kind) {
    case "plan-input":
      if (job.input !== null) return fail(turn, job, "asked for the input twice");
      if (!job.inputAsked) turn.send({ kind: "plan-input", job: job.spec.id });
      job.inputAsked = true;
      return false;
    case "add":
      return addStages(turn, job, decision.stages);
    case "wait":
      if (job.open.length === 0 && !(job.inputAsked && job.input === null)) {
        return fail(turn, job, "waits, but nothing is running");
      }
      return false;
    case "publish":
      return publish(turn, job, decision.stages);
    case "fail":
      failJob(turn, job, decision.error);
      return false;
    default:
      return unreachable(decision, "planner's answer");
  }
}

function addStages(turn: Turn, job: Job, specs: readonly StageSpec[]): boolean {
  if (specs.length === 0) return fail(turn, job, "added no stage");
  let somethingComplete = false;
  for (const spec of specs) {
    const wrong = checkStage(job, spec);
    if (wrong !== null) return fail(turn, job, `added stage ${spec.name}, ${wrong}`);
    turn.record({ at: turn.at, kind: "stage-added", job: job.spec.id, stage: spec });
    const stage = job.stages.at(-1);
    if (stage === undefined) continue;
    for (const from of stage.shuffleFrom) reopenMissing(turn, from);
    if (hasEnded(job)) return false;
    if (isComplete(stage)) somethingComplete = true;
  }
  return somethingComplete;
}

function checkStage(job: Job, spec: StageSpec): string | null {
  if (!isName(spec.name)) return "whose name is not a name";
  if (job.byName.has(spec.name)) return "which is there already";
  if (spec.sizesBytes.length !== 0 && spec.sizesBytes.length !== spec.payloads.length) {
    return `with ${spec.sizesBytes.length} sizes for ${spec.payloads.length} tasks`;
  }
  for (const edge of spec.edges) {
    const from = job.byName.get(edge.from);
    if (from === undefined) return `which reads ${edge.from}, which is not there`;
    const { sink } = from.spec;
    if (edge.kind === "broadcast" && sink.kind !== "result") {
      return `which reads the results of ${edge.from}, which has none`;
    }
    if (edge.kind === "broadcast") continue;
    if (isBeingTrimmed(from)) return `which reads ${edge.from} too late: parts were made of it`;
    if (sink.kind !== "segments") return `which reads the segments of ${edge.from}, which has none`;
    if (sink.partitions !== spec.payloads.length) {
      return `with ${spec.payloads.length} tasks for ${sink.partitions} partitions of ${edge.from}`;
    }
  }
  return null;
}

function publish(turn: Turn, job: Job, stages: readonly string[]): boolean {
  for (const name of stages) {
    const stage = job.byName.get(name);
    if (stage === undefined || !isComplete(stage) || stage.spec.sink.kind !== "part") {
      return fail(turn, job, `publishes ${name}, which is not a complete output`);
    }
  }
  publishJob(turn, job, stages);
  return false;
}

function fail(turn: Turn, job: Job, what: string): false {
  const message = `the planner of ${job.spec.type} ${what}`;
  failJobWith(turn, job, new MrError("MR_INTERNAL", message));
  return false;
}
