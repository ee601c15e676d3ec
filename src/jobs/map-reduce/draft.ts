/**
 * The stages of a job so far, and those that one planning step adds to them.
 *
 * Owns: how a leg (one pipeline of the job) becomes a StageSpec, R, and the sample that a range shuffle needs first.
 * Talks to: nobody; pure.
 *
 * O1. R comes from the user, else from the job, else from the input's bytes alone: the same bytes come out everywhere.
 * O2. A stage has at least one task: an empty input is one empty split.
 */

import type { Edge, Sink, StageSpec } from "../../engine/graph.js";
import type { JobSpec, Json } from "../../engine/job.js";
import type { InputPlan, JobProgress, PlanDecision, StageOutcome } from "../../engine/planner.js";
import { unreachable } from "../../engine/error.js";
import type { Program } from "../program.js";
import { chooseCuts } from "./range-cuts.js";
import type { PipelineBody, SampleResult, StageHead, StageSink, StepUse } from "./stage-body.js";
import { findStepProgram } from "./stage-body.js";

const BYTES_PER_PARTITION = 64 * 1024 * 1024;
const MAX_CHOSEN_PARTITIONS = 256;
const MAX_SAMPLED_SPLITS = 16;

/** One pipeline of the job; the draft adds what it can know itself. */
export interface Leg {
  readonly name: string;
  readonly head: StageHead;
  readonly then: readonly StepUse[];
  readonly sink:
    | { readonly kind: "segments"; readonly step: string; readonly single?: boolean }
    | { readonly kind: "part"; readonly step: string }
    | ({ readonly kind: "collect" } & StepUse);
  readonly stateFrom?: string | null;
  /** Complete stages whose totals the leg may ask for. */
  readonly totalsFrom?: readonly string[];
}

export class Draft {
  readonly partitions: number;
  readonly #program: Program;
  readonly #splits: InputPlan["splits"];
  readonly #outcomes: ReadonlyMap<string, StageOutcome>;
  readonly #added: StageSpec[] = [];

  constructor(job: JobSpec, program: Program, input: InputPlan, progress: JobProgress) {
    this.#program = program;
    this.#splits = input.splits.length > 0 ? input.splits : [EMPTY_SPLIT];
    this.#outcomes = new Map(progress.stages.map((stage) => [stage.name, stage]));
    this.partitions =
      job.settings.partitions ?? program.partitions ?? choosePartitions(input.sizeBytes);
  }

  /** Adds the leg unless it is there; undefined until it has been added, which may need a sample first. */
  ensure(leg: Leg): StageOutcome | "added" | "blocked" {
    const outcome = this.#outcomes.get(leg.name);
    if (outcome !== undefined) return outcome;
    const sink = leg.sink;
    if (sink.kind !== "segments" || !this.#needsSample(leg)) {
      this.#add(leg, plainSink(leg), this.#partitionsOf(leg));
      return "added";
    }
    const sample = this.#outcomes.get(`sample-${leg.name}`);
    if (sample === undefined) this.#addSample(leg, sink.step);
    if (!sample?.complete) return "blocked";
    const cuts = chooseCuts(sample.results.map(parseResult<SampleResult>), this.partitions);
    this.#add(leg, { kind: "segments", step: sink.step, cuts }, this.partitions);
    return "added";
  }

  /** A stage without input: one task that decides something. */
  ensureSingle(name: string, body: Json): StageOutcome | "added" {
    const outcome = this.#outcomes.get(name);
    if (outcome !== undefined) return outcome;
    this.#added.push({
      name,
      edges: [],
      sink: { kind: "result" },
      body,
      payloads: [null],
      sizesBytes: [],
    });
    return "added";
  }

  /** Publishes `stage` once it is complete; until then adds what was ensured. */
  publish(stage: StageOutcome | "added" | "blocked"): PlanDecision {
    if (typeof stage === "object" && stage.complete) {
      return { kind: "publish", stages: [stage.name] };
    }
    return this.proceed();
  }

  proceed(): PlanDecision {
    return this.#added.length > 0 ? { kind: "add", stages: this.#added } : { kind: "wait" };
  }

  /** Totals of these stages, added up in the given order. */
  totals(stages: readonly string[]): { readonly [name: string]: number } {
    const sums = new Map<string, number>();
    for (const stage of stages) {
      for (const [name, amount] of Object.entries(this.#outcomes.get(stage)?.totals ?? {})) {
        sums.set(name, (sums.get(name) ?? 0) + amount);
      }
    }
    return Object.fromEntries(sums);
  }

  #needsSample(leg: Leg): boolean {
    if (this.#partitionsOf(leg) < 2) return false;
    return findStepProgram(this.#program.flow, leg.sink.step).partitioning === "range";
  }

  #partitionsOf(leg: Leg): number {
    return leg.sink.kind === "segments" && leg.sink.single === true ? 1 : this.partitions;
  }

  #addSample(leg: Leg, step: string): void {
    const sample: Leg = { ...leg, name: `sample-${leg.name}` };
    this.#add(sample, { kind: "sample", step }, 0, spread(this.#splits, MAX_SAMPLED_SPLITS));
  }

  #add(leg: Leg, sink: StageSink, partitions: number, splits = this.#splits): void {
    const { head } = leg;
    const stateFrom = leg.stateFrom ?? null;
    const body = {
      kind: "pipeline",
      head,
      then: leg.then,
      sink,
      totals: this.totals(leg.totalsFrom ?? []),
      stateFrom,
    } satisfies PipelineBody;
    const tasks = sink.kind === "collect" ? 1 : this.partitions;
    this.#added.push({
      name: leg.name,
      edges: edgesOf(head, stateFrom),
      sink: engineSink(sink, partitions),
      body: body as unknown as Json,
      payloads:
        head.kind === "map"
          ? splits.map((split) => split.payload)
          : Array.from({ length: tasks }, () => null),
      sizesBytes: head.kind === "map" ? splits.map((split) => split.sizeBytes) : [],
    });
  }
}

const EMPTY_SPLIT = { input: 0, sizeBytes: 0, payload: { input: 0, ranges: [], sizeBytes: 0 } };

function choosePartitions(inputBytes: number): number {
  const wanted = Math.ceil(inputBytes / BYTES_PER_PARTITION);
  return Math.min(Math.max(wanted, 1), MAX_CHOSEN_PARTITIONS);
}

/** At most `count` of them, evenly spaced, the first always among them. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return items.filter(
    (_, index) =>
      Math.floor((index * count) / items.length) !==
      Math.floor(((index - 1) * count) / items.length),
  );
}

/** Results are ASCII JSON, or JSON whose non-ASCII text nobody here looks at. */
export function parseResult<T>(base64: string): T {
  return JSON.parse(atob(base64)) as T;
}

function plainSink({ head, sink }: Leg): StageSink {
  switch (sink.kind) {
    case "segments":
      return { kind: "segments", step: sink.step, cuts: null };
    case "part":
      return { kind: "part", step: sink.step, letter: head.kind === "map" ? "m" : "r" };
    case "collect":
      return sink;
    default:
      return unreachable(sink, "plainSink");
  }
}

function engineSink(sink: StageSink, partitions: number): Sink {
  switch (sink.kind) {
    case "segments":
      return { kind: "segments", partitions };
    case "part":
      return { kind: "part" };
    case "collect":
    case "sample":
      return { kind: "result" };
    default:
      return unreachable(sink, "engineSink");
  }
}

function edgesOf(head: StageHead, stateFrom: string | null): Edge[] {
  const edges: Edge[] = [];
  if (head.kind === "reduce") edges.push({ kind: "shuffle", from: head.from });
  if (stateFrom !== null) edges.push({ kind: "broadcast", from: stateFrom });
  return edges;
}
