/**
 * A job described as data: all that the planner and the command line need to know of a definition, without its functions.
 * It is made in the describe child (user code never runs in the master) and travels in `JobSpec.program`.
 *
 * R1. JSON only; every field can be derived from the JobDefinition.
 */

import type { OutputCompression, OutputFormat } from "../engine/job.js";
import type {
  Aggregate,
  CommandBody,
  InputFormat,
  JobDefinition,
  KeyReduction,
  ParamSpec,
  Partitioning,
  ReduceFunction,
  Step,
} from "./definition.js";

export interface StepProgram {
  readonly map: "function" | "command" | "declared";
  readonly combine: Aggregate | "function" | "command" | null;
  readonly reduce: Aggregate | KeyReduction | "function" | "command" | null;
  readonly partitioning: Partitioning["kind"];
  readonly orderValues: boolean;
  readonly keys: "raw" | "tagged";
  /** R of this step alone; absent or null: the job's. */
  readonly partitions?: number | null;
}

export type FlowProgram =
  | { readonly kind: "steps"; readonly steps: readonly StepProgram[] }
  | {
      readonly kind: "iterate";
      readonly first: StepProgram;
      readonly round: StepProgram;
      readonly maxRounds: number;
      readonly until: boolean;
      readonly finish: StepProgram;
    }
  | {
      readonly kind: "refine";
      readonly start: StepProgram;
      readonly round: StepProgram;
      readonly maxRounds: number;
      readonly finish: StepProgram;
    };

export interface Program {
  readonly type: "map-reduce";
  readonly inputs: readonly { readonly name: string; readonly format: InputFormat }[];
  readonly flow: FlowProgram;
  readonly partitions: number | null;
  readonly output: {
    readonly format: OutputFormat | null;
    readonly compression: OutputCompression | null;
  };
}

/** The answer of the describe child: parameters always, the program once they are valid. */
export interface JobDescription {
  readonly description: string;
  readonly params: { readonly [name: string]: Omit<ParamSpec, "schema"> };
  readonly program: Program | null;
}

export function describeStep(step: Step): StepProgram {
  return {
    map: step.map === null ? "declared" : isCommand(step.map) ? "command" : "function",
    combine: describeReduction(step.combine),
    reduce: describeReduction(step.reduce),
    partitioning: step.partitioning.kind,
    orderValues: step.orderValuesBy !== null,
    keys: step.keys,
    partitions: step.partitions ?? null,
  };
}

export function describeProgram(definition: JobDefinition): Program {
  return {
    type: definition.type,
    inputs: Object.entries(definition.inputs).map(([name, format]) => ({ name, format })),
    flow: describeFlow(definition),
    partitions: definition.partitions,
    output: definition.output,
  };
}

function describeFlow({ flow }: JobDefinition): FlowProgram {
  switch (flow.kind) {
    case "steps":
      return { kind: "steps", steps: flow.steps.map(describeStep) };
    case "iterate":
      return {
        kind: "iterate",
        first: describeStep(flow.first),
        round: describeStep(flow.round),
        maxRounds: flow.maxRounds,
        until: flow.until !== null,
        finish: describeStep(flow.finish),
      };
    case "refine":
      return {
        kind: "refine",
        start: describeStep(flow.start),
        round: describeStep(flow.round),
        maxRounds: flow.maxRounds,
        finish: describeStep(flow.finish),
      };
  }
}

function isCommand(map: NonNullable<Step["map"]>): boolean {
  return typeof map === "object" && map.kind === "command";
}

function describeReduction<R extends Aggregate | KeyReduction>(
  reduction: R | ReduceFunction | CommandBody | null,
): R | "function" | "command" | null {
  if (reduction === null) return null;
  if (typeof reduction === "function") return "function";
  return reduction.kind === "command" ? "command" : reduction;
}
