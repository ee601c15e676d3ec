/**
 * What the planner tells every task of a stage to do: plain data in `StageSpec.body`, written by the planner and read
 * by the task bodies.
 *
 * Owns: the vocabulary in which a map-reduce job is cut into stages. Talks to: nobody.
 *
 * Q1. A stage is a pipeline: a head that reads (splits or one partition of a shuffle), maps fused behind it, a sink.
 * Q2. Everything that a task's bytes depend on is in the body, the payload, the job's spec and the results of completed
 *     stages; so any attempt anywhere makes the same bytes.
 */

import type { FlowProgram, StepProgram } from "../program.js";
import type { Flow, Step } from "../definition.js";
import { MrError } from "../../engine/error.js";
import type { Json } from "../../engine/job.js";

/** A step's place in the flow: `0`, `1`... in a chain, else the field's name (`first`, `round`, `start`, `finish`). */
export type StepId = string;

export interface StepUse {
  readonly step: StepId;
  /** What `context.round` says while the step runs. */
  readonly round: number;
}

export type StageHead =
  /** Reads splits and maps their records. */
  | ({ readonly kind: "map" } & StepUse)
  /** Reads and reduces one partition of the segments of stage `from`. */
  | ({ readonly kind: "reduce"; readonly from: string } & StepUse)
  /** Reads pairs that stage `from` has laid down with a `carry` sink, as they are. */
  | { readonly kind: "pairs"; readonly from: string };

export type StageSink =
  /** Feeds the shuffle of `step`; `cuts` are base64 key bytes when the step partitions by range. */
  | { readonly kind: "segments"; readonly step: StepId; readonly cuts: readonly string[] | null }
  /** Lays pairs down for a later stage of as many tasks; by key hash behind a map, else each task its own. */
  | { readonly kind: "carry"; readonly by: "hash" | "task" }
  /** The job's output: `part-m-00000` behind a map, `part-r-00000` behind a reduce. */
  | { readonly kind: "part"; readonly letter: "m" | "r" }
  /** `refine`: all pairs in memory, then the step's `collect`; `totals` are those of the round's map. */
  | ({ readonly kind: "collect"; readonly totals: Totals } & StepUse)
  /** Keys on their way to the range shuffle of `step`, a few of them. */
  | { readonly kind: "sample"; readonly step: StepId };

export interface PipelineBody {
  readonly kind: "pipeline";
  readonly head: StageHead;
  /** Maps fused behind the head, in order. */
  readonly maps: readonly StepUse[];
  readonly sink: StageSink;
  /** What `context.previousTotal` answers. */
  readonly totals: Totals;
  /** `refine`: the stage whose result holds `context.state`. */
  readonly stateFrom: string | null;
}

export interface Totals {
  readonly [name: string]: number;
}

/** Asks the job's `until` whether round `round` was the last. */
export interface UntilBody {
  readonly kind: "until";
  readonly round: number;
  readonly totals: Totals;
}

export type StageBody = PipelineBody | UntilBody;

/** Result of a `sample` task. */
export interface SampleResult {
  /** Estimated records of the whole split. */
  readonly weight: number;
  /** base64 of the keys' first bytes, in their order. */
  readonly keys: readonly string[];
}

/** Result of a `collect` task. `done` alone matters to the planner. */
export interface CollectResult {
  readonly done: boolean;
  readonly state: Json;
}

/** Result of an `until` task. */
export interface UntilResult {
  readonly done: boolean;
}

export function findStep(flow: Flow, id: StepId): Step {
  return find(flow.kind === "steps" ? numbered(flow.steps) : named(flow), id);
}

export function findStepProgram(flow: FlowProgram, id: StepId): StepProgram {
  return find(flow.kind === "steps" ? numbered(flow.steps) : named(flow), id);
}

type Steps<S> = ReadonlyMap<StepId, S>;

function numbered<S>(steps: readonly S[]): Steps<S> {
  return new Map(steps.map((step, index) => [String(index), step]));
}

function named<S>(
  flow:
    | { readonly kind: "iterate"; readonly first: S; readonly round: S; readonly finish: S }
    | { readonly kind: "refine"; readonly start: S; readonly round: S; readonly finish: S },
): Steps<S> {
  const start: [StepId, S] =
    flow.kind === "iterate" ? ["first", flow.first] : ["start", flow.start];
  return new Map([start, ["round", flow.round], ["finish", flow.finish]]);
}

function find<S>(steps: Steps<S>, id: StepId): S {
  const step = steps.get(id);
  if (step === undefined) throw new MrError("MR_INTERNAL", `the job has no step ${id}`);
  return step;
}
