/**
 * The stages of a job so far, and those that one planning step adds to them.
 *
 * Owns: how a leg (one pipeline of the job) becomes a StageSpec, R, and the sample that a range shuffle needs first.
 * Talks to: nobody; pure.
 *
 * O1. R comes from the step, else the user, else the job, else from the input's bytes alone: the same bytes come out everywhere.
 * O2. A stage has at least one task: an empty input is one empty split.
 */

import type { Edge, Sink, StageSpec } from "../../engine/graph.js";
import type { JobSpec, Json } from "../../engine/job.js";
import type { InputPlan, JobProgress, PlanDecision, StageOutcome } from "../../engine/planner.js";
import { unreachable } from "../../engine/error.js";
import type { Split } from "../../input/split.js";
import type { Program } from "../program.js";
import { chooseCuts } from "./range-cuts.js";
import type {
  PipelineBody,
  SampleResult,
  StageHead,
  StageSink,
  StepId,
  StepUse,
  Totals,
} from "./stage-body.js";
import { findStepProgram } from "./stage-body.js";

const BYTES_PER_PARTITION = 64 * 1024 * 1024;
const MAX_CHOSEN_PARTITIONS = 256;
/** A remainder of up to a tenth of a partition makes none of its own, as with splits. */
const REMAINDER_SHARE = 0.1;
const MAX_SAMPLED_SPLITS = 16;
/** Sampled by one task: looking at a split takes less time than starting a task. */
const SPLITS_A_SAMPLE = 8;

/** One pipeline of the job; the draft adds what it can know itself. */
export interface Leg {
  readonly name: string;
  readonly head: StageHead;
  readonly maps: readonly StepUse[];
  readonly sink:
    | { readonly kind: "segments"; readonly step: string }
    | { readonly kind: "carry" }
    | { readonly kind: "part" }
    | ({ readonly kind: "collect"; readonly totalsFrom: string } & StepUse);
  readonly stateFrom?: string | null;
  /** Complete stages whose totals the leg may ask for. */
  readonly totalsFrom?: readonly string[];
}

/** A stage that exists; "added" by this planning step; "blocked" by a sample. */
export type Planned = StageOutcome | "added" | "blocked";

export class Draft {
  readonly #program: Program;
  readonly #splits: InputPlan["splits"];
  readonly #outcomes: ReadonlyMap<string, StageOutcome>;
  readonly #partitions: number;
  readonly #added: StageSpec[] = [];

  constructor(job: JobSpec, program: Program, input: InputPlan, progress: JobProgress) {
    this.#program = program;
    this.#splits = input.splits.length > 0 ? input.splits : [EMPTY_SPLIT];
    this.#outcomes = new Map(progress.stages.map((stage) => [stage.name, stage]));
    this.#partitions =
      job.settings.partitions ?? program.partitions ?? choosePartitions(input.sizeBytes);
  }

  /** Adds the leg unless it is there; "blocked" while a sample that it needs is not complete. */
  ensure(leg: Leg): Planned {
    const outcome = this.#outcomes.get(leg.name);
    if (outcome !== undefined) return outcome;
    if (leg.sink.kind === "segments") {
      const { step } = leg.sink;
      const isRange = findStepProgram(this.#program.flow, step).partitioning === "range";
      if (isRange && this.#partitionsOf(step) > 1) return this.#ensureRanges(leg, step);
    }
    this.#add(leg, this.#sinkOf(leg));
    return "added";
  }

  #ensureRanges(leg: Leg, step: StepId): Planned {
    const name = `sample-${leg.name}`;
    const sample = this.#outcomes.get(name);
    if (sample === undefined) {
      const splits = joinSplits(spread(this.#splits, MAX_SAMPLED_SPLITS), SPLITS_A_SAMPLE);
      this.#add({ ...leg, name }, { kind: "sample", step }, splits);
    }
    if (!sample?.complete) return "blocked";
    const cuts = chooseCuts(
      sample.results.map(parseResult<SampleResult>),
      this.#partitionsOf(step),
    );
    this.#add(leg, { kind: "segments", step, cuts });
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
  publish(stage: Planned): PlanDecision {
    if (typeof stage === "object" && stage.complete) {
      return { kind: "publish", stages: [stage.name] };
    }
    return this.proceed();
  }

  proceed(): PlanDecision {
    return this.#added.length > 0 ? { kind: "add", stages: this.#added } : { kind: "wait" };
  }

  /** Totals of these stages, added up in the given order. */
  totals(stages: readonly string[]): Totals {
    const sums = new Map<string, number>();
    for (const stage of stages) {
      for (const [name, amount] of Object.entries(this.#outcomes.get(stage)?.totals ?? {})) {
        sums.set(name, (sums.get(name) ?? 0) + amount);
      }
    }
    return Object.fromEntries(sums);
  }

  #partitionsOf(step: StepId): number {
    const { flow } = this.#program;
    // What `collect` sees is one list: the reduces that feed it run in one task.
    if (flow.kind === "refine" && step !== "finish") return 1;
    return findStepProgram(flow, step).partitions ?? this.#partitions;
  }

  /** Tasks of a stage that reads what another stage wrote. */
  #tasksOf(head: StageHead): number {
    return head.kind === "reduce" ? this.#partitionsOf(head.step) : this.#partitions;
  }

  #sinkOf({ head, sink }: Leg): StageSink {
    switch (sink.kind) {
      case "segments":
        return { kind: "segments", step: sink.step, cuts: null };
      case "carry":
        return { kind: "carry", by: this.#keepsTasks(head) ? "task" : "hash" };
      case "part":
        return { kind: "part", letter: head.kind === "map" ? "m" : "r" };
      case "collect": {
        const { step, round, totalsFrom } = sink;
        return { kind: "collect", step, round, totals: this.totals([totalsFrom]) };
      }
      default:
        return unreachable(sink, "sinkOf");
    }
  }

  /** Whether pairs can stay in the task's own partition: those who read them are as many. */
  #keepsTasks(head: StageHead): boolean {
    return head.kind !== "map" && this.#tasksOf(head) === this.#partitions;
  }

  #engineSink(sink: StageSink): Sink {
    switch (sink.kind) {
      case "segments":
        return { kind: "segments", partitions: this.#partitionsOf(sink.step) };
      case "carry":
        return { kind: "segments", partitions: this.#partitions };
      case "part":
        return { kind: "part" };
      case "collect":
      case "sample":
        return { kind: "result" };
      default:
        return unreachable(sink, "engineSink");
    }
  }

  #add(leg: Leg, sink: StageSink, splits = this.#splits): void {
    const { head } = leg;
    const stateFrom = leg.stateFrom ?? null;
    const totals = this.totals(leg.totalsFrom ?? []);
    const body = { kind: "pipeline", head, maps: leg.maps, sink, totals, stateFrom } as const;
    const reads = head.kind === "map" ? splits : null;
    this.#added.push({
      name: leg.name,
      edges: edgesOf(head, stateFrom),
      sink: this.#engineSink(sink),
      body: body satisfies PipelineBody as unknown as Json,
      payloads:
        reads?.map((split) => split.payload) ??
        Array.from({ length: this.#tasksOf(head) }, () => null),
      sizesBytes: reads?.map((split) => split.sizeBytes) ?? [],
    });
  }
}

const EMPTY_SPLIT = { input: 0, sizeBytes: 0, payload: { input: 0, ranges: [], sizeBytes: 0 } };

function choosePartitions(inputBytes: number): number {
  const wanted = Math.ceil(inputBytes / BYTES_PER_PARTITION - REMAINDER_SHARE);
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

/** Up to `count` neighbours of the same input as one split. */
function joinSplits(splits: InputPlan["splits"], count: number): InputPlan["splits"] {
  const joined: { input: number; sizeBytes: number; payloads: Split[] }[] = [];
  for (const { input, sizeBytes, payload } of splits) {
    const last = joined.at(-1);
    const split = payload as unknown as Split;
    if (last?.input === input && last.payloads.length < count) {
      last.sizeBytes += sizeBytes;
      last.payloads.push(split);
    } else joined.push({ input, sizeBytes, payloads: [split] });
  }
  return joined.map(({ input, sizeBytes, payloads }) => {
    const ranges = payloads.flatMap((split) => split.ranges);
    const payload = { input, ranges, sizeBytes } satisfies Split;
    return { input, sizeBytes, payload: payload as unknown as Json };
  });
}

/** Results are ASCII JSON, or JSON whose non-ASCII text nobody here looks at. */
export function parseResult<T>(base64: string): T {
  return JSON.parse(atob(base64)) as T;
}

function edgesOf(head: StageHead, stateFrom: string | null): Edge[] {
  const edges: Edge[] = [];
  if (head.kind !== "map") edges.push({ kind: "shuffle", from: head.from });
  if (stateFrom !== null) edges.push({ kind: "broadcast", from: stateFrom });
  return edges;
}
