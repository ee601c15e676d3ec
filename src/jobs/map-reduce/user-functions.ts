/**
 * A step's functions as the shuffle wants them: what they throw is located, what they return is checked.
 *
 * Owns: the reading of a step: which aggregate its segments hold, how a command's lines become pairs.
 */

import { MrError } from "../../engine/error.js";
import type {
  Aggregate,
  CommandBody,
  Emit,
  JobContext,
  Key,
  MapFunction,
  ReduceFunction,
  Step,
} from "../definition.js";
import { describeKey, locate, refuseResult } from "./located-error.js";

export function isCommand(body: unknown): body is CommandBody {
  return typeof body === "object" && body !== null && "kind" in body && body.kind === "command";
}

export function isAggregate(reduction: Step["reduce"]): reduction is Aggregate {
  return (
    typeof reduction === "object" &&
    reduction !== null &&
    reduction.kind !== "command" &&
    reduction.kind !== "keys"
  );
}

/**
 * What is combined in the kernels: segments then hold its accumulators. A declared reduce needs no other combiner, and
 * a combiner may always be left out.
 */
export function segmentAggregate({ reduce, combine }: Step): Aggregate | null {
  if (isAggregate(reduce)) return reduce;
  if (typeof reduce === "object" && reduce?.kind === "keys") {
    // Duplicates that will be written once need not travel.
    return reduce.repeated ? null : { kind: "count" };
  }
  return isAggregate(combine) ? combine : null;
}

/** A combiner that must run because no aggregate does its work. */
export function ownCombiner(step: Step): ReduceFunction | CommandBody | null {
  const { combine, reduce } = step;
  if (combine === null || segmentAggregate(step) !== null || isAggregate(combine)) return null;
  return isDeclared(reduce) ? null : combine;
}

function isDeclared(reduce: Step["reduce"]): boolean {
  return isAggregate(reduce) || (typeof reduce === "object" && reduce?.kind === "keys");
}

export function mapFor(step: Step, input: string | null): MapFunction | CommandBody | null {
  const { map } = step;
  if (map === null || typeof map === "function" || isCommand(map)) return map;
  const own = input !== null && Object.hasOwn(map, input) ? map[input] : undefined;
  if (typeof own !== "function") {
    throw new MrError("MR_JOB_INVALID", `the job has no map for its input ${input ?? "(chained)"}`);
  }
  return own;
}

export type CombineFunction = (key: Key, values: Iterable<unknown>, emit: Emit) => void;

export function wrapCombine(combine: ReduceFunction, context: JobContext): CombineFunction {
  return (key, values, emit) => {
    try {
      refuseResult(combine(key, values, emit, context), "combine");
    } catch (error) {
      throw locate(error, () => describeKey(key));
    }
  };
}

export function wrapOrder(order: NonNullable<Step["orderValuesBy"]>): (value: unknown) => Key {
  return (value) => {
    try {
      return order(value);
    } catch (error) {
      throw locate(error, () => null);
    }
  };
}

export function wrapPartition(partition: (key: Key, partitions: number) => number) {
  return (key: Key, partitions: number): number => {
    try {
      return partition(key, partitions);
    } catch (error) {
      throw locate(error, () => describeKey(key));
    }
  };
}

/**
 * What the values of a command's lines are for the step they go to: `bytes` for another command, so that any byte
 * survives; numbers where an aggregate calculates; else strings.
 */
export type LineValues = "bytes" | "number" | "text";

export function lineValuesFor(step: Step): LineValues {
  if (isCommand(step.reduce)) return "bytes";
  const aggregate = segmentAggregate(step);
  switch (aggregate?.kind) {
    case "sum":
    case "min":
    case "max":
    case "average":
    case "count-and-sum":
    case "top-k":
      return "number";
    default:
      return "text";
  }
}

export function numberFrom(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(value)) {
    throw new MrError("MR_USER_CODE", `a command wrote ${JSON.stringify(text)} as a value`, {
      hint: "The declared aggregate that follows calculates with numbers.",
    });
  }
  return value;
}
