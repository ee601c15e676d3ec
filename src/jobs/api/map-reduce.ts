/**
 * `mapReduce({...})`: one map and one reduce over one or several inputs.
 *
 * Owns: the types of the three ways to write it, and how each becomes a JobDefinition. Talks to: nobody.
 *
 * M1. The overload for a single input with a map comes last: its message is the one that the compiler shows.
 */

import type { OutputCompression, OutputFormat } from "../../engine/job.js";
import type { InputFormat, JobContext, JobDefinition, Key } from "../definition.js";
import type { Format } from "./formats.js";
import { declareParams, type ParamSpecs, type ParamValues } from "./param.js";
import {
  type ErasableStep,
  eraseStep,
  invalid,
  type MapOf,
  type Output,
  type Shuffle,
  type InputStepOptions,
  type Placed,
} from "./step.js";

declare const types: unique symbol;

/** A finished job whose output is pairs of O. */
export type Job<O = readonly [unknown, unknown]> = JobDefinition & {
  readonly [types]?: { readonly output: O };
};

/** What every kind of job may say beside its functions. */
export interface JobOptions<S> {
  /** One line for `--help`. */
  readonly description?: string;
  /** Become command-line flags and `context.params`. */
  readonly params?: S;
  /** How pairs are written, unless the user says otherwise: text by default. */
  readonly output?: OutputFormat;
  readonly compression?: OutputCompression;
}

/** Several named inputs, each with its own format. */
export interface Inputs {
  readonly [name: string]: Format<unknown, unknown, unknown>;
}

type RecordOf<F> = F extends Format<infer R, unknown, unknown> ? R : never;

/** The context of a job with parameters S. */
export type Context<S, State = unknown> = JobContext<ParamValues<S>, State>;

/** A declared extractor makes the pairs: there is no map. */
export function mapReduce<
  K extends Key,
  V,
  const S extends ParamSpecs = {},
  A = never,
  KO extends Key = Key,
  VO = unknown,
>(
  options: JobOptions<S> &
    Shuffle<K, V, A, KO, VO, Context<S>> & {
      readonly input: Format<unknown, K, V>;
      readonly map?: undefined;
    },
): Job<Output<K, A, KO, VO>>;
/** Several inputs, a map for each. */
export function mapReduce<
  const I extends Inputs,
  K extends Key,
  V,
  const S extends ParamSpecs = {},
  A = never,
  KO extends Key = Key,
  VO = unknown,
>(
  options: JobOptions<S> &
    Shuffle<K, V, A, KO, VO, Context<S>> & {
      readonly input: I;
      readonly map: { readonly [N in keyof I]: MapOf<RecordOf<I[N]>, K, V, Context<S> & Placed> };
    },
): Job<Output<K, A, KO, VO>>;
/** One input, one map. */
export function mapReduce<
  R,
  K extends Key,
  V,
  const S extends ParamSpecs = {},
  A = never,
  KO extends Key = Key,
  VO = unknown,
>(
  options: JobOptions<S> &
    InputStepOptions<R, K, V, A, KO, VO, Context<S>> & {
      readonly input: Format<R, unknown, unknown>;
    },
): Job<Output<K, A, KO, VO>>;
export function mapReduce(
  options: JobOptions<ParamSpecs> & ErasableStep & { readonly input: InputFormat | Inputs },
): Job {
  const inputs = inputsOf(options.input, "mapReduce()");
  checkMaps(inputs, options.map);
  const step = eraseStep(options, "mapReduce()", keysOf(inputs, options.map));
  return { ...jobShell(options, inputs), flow: { kind: "steps", steps: [step] } };
}

/** The parts of a definition that do not depend on its flow. */
export function jobShell(
  options: JobOptions<ParamSpecs>,
  inputs: JobDefinition["inputs"],
): Omit<JobDefinition, "flow"> {
  return {
    engine: "mr-engine",
    api: 1,
    type: "map-reduce",
    inputs,
    params: declareParams(options.params ?? {}),
    output: { format: options.output ?? null, compression: options.compression ?? null },
    description: options.description ?? "",
    partitions: null,
  };
}

export function inputsOf(input: unknown, where: string): JobDefinition["inputs"] {
  if (isFormat(input)) return { input };
  if (typeof input === "object" && input !== null && Object.keys(input).length > 0) {
    const wrong = Object.entries(input).find(([, format]) => !isFormat(format));
    if (wrong === undefined) return { ...(input as Inputs) };
    throw invalid(where, `input ${wrong[0]} is not a format`, FORMAT_HINT);
  }
  throw invalid(where, "input is missing or not a format", FORMAT_HINT);
}

const FORMAT_HINT = "Say how the input is read, for example `input: lines()`.";

function isFormat(value: unknown): value is InputFormat {
  return (
    typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string"
  );
}

function checkMaps(inputs: JobDefinition["inputs"], map: unknown): void {
  const names = Object.keys(inputs);
  if (map === undefined) {
    const format = Object.values(inputs)[0];
    if (names.length > 1 || format === undefined || !isDeclared(format)) {
      throw invalid(
        "mapReduce()",
        "map is missing",
        "Only words(), lines(), fixed() and formats with a `key` need no map.",
      );
    }
    return;
  }
  if (typeof map === "function" || isFormat(map)) {
    if (names.length > 1)
      throw invalid("mapReduce()", `each of the inputs ${names.join(", ")} needs its map`);
    return;
  }
  if (typeof map !== "object" || map === null) return;
  const missing = names.find((name) => !(name in map));
  const extra = Object.keys(map).find((name) => !names.includes(name));
  if (missing !== undefined) throw invalid("mapReduce()", `input ${missing} has no map`);
  if (extra !== undefined) throw invalid("mapReduce()", `map ${extra} has no input`);
}

function isDeclared(format: InputFormat): boolean {
  switch (format.kind) {
    case "lines":
    case "words":
    case "fixed":
      return true;
    case "fields":
    case "csv":
    case "jsonl":
      return format.key !== null;
    case "access-log":
      return format.by !== null;
    case "files":
      return false;
  }
}

/** Declared extractors make keys of bytes; any others may be of every kind. */
function keysOf(inputs: JobDefinition["inputs"], map: unknown): "any" | "text" | "bytes" {
  if (map !== undefined) return "any";
  const format = Object.values(inputs)[0];
  if (format?.kind === "fixed") return "bytes";
  return format !== undefined && "as" in format && format.as !== "text" ? "bytes" : "text";
}
