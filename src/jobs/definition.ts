/**
 * What a job module exports, in its erased form: the public builders (`mapReduce`, `iterate`, ...) make it with full
 * type inference, everything behind them reads only this.
 *
 * Owns: the shape of a job in memory. Talks to: nobody; functions in here run in runners only (and in `runLocal`).
 *
 * N1. A definition is plain data and functions, recognised by `engine: "mr-engine"`, never by instanceof: a bundled job
 *     carries its own copy of the builders.
 * N2. A definition is a function of the parameters: the describe child and every runner build it again and get the same.
 */

import type { Json, OutputCompression, OutputFormat } from "../engine/job.js";
import type { InputFormat, LineOrder } from "../input/input-format.js";
import type { Aggregate, Key } from "../shuffle/key.js";

export type { InputFormat, LineFormat, LineOrder } from "../input/input-format.js";
export type { Aggregate, Key } from "../shuffle/key.js";

export type Emit<K = Key, V = unknown> = (key: K, value: V) => void;

/** Adds to an integer that is summed exactly once a task over the whole job. */
export interface Counter {
  add(amount?: number): void;
}

/** What the engine offers to a job's functions while they run. */
export interface JobContext<P = { readonly [name: string]: unknown }, S = unknown> {
  readonly params: P;
  readonly signal: AbortSignal;
  /** `map-00012` */
  readonly task: string;
  /** The task's number in its stage, from 0. */
  readonly taskIndex: number;
  /** What the task does: `setup` and `close` run in maps and in reduces. `collect`: also deciding with `until`. */
  readonly phase: "map" | "reduce" | "collect";
  readonly attempt: number;
  /** Where the record being mapped comes from; null in reduces. */
  readonly source: {
    readonly input: string;
    readonly path: string;
    readonly offset: number;
  } | null;
  /** Iterations only: counts from 0. */
  readonly round: number;
  /** `refine` only: the state made by the previous round. */
  readonly state: S;
  /**
   * Totals of the previous round's map and reduce, folded in task order; 0 for a name never added to. In round 0:
   * of `first` or `start`; in `until` and `collect`: of the round that has just ended; in `finish`: of the last round.
   */
  previousTotal(name: string): number;
  counter(name: string): Counter;
  /** A sum of numbers with one value whatever fails: folded in task order. */
  total(name: string): Counter;
  /** A further output beside `part`: files `name-r-00000`. */
  output(name: string): { write(key: unknown, value?: unknown): void };
  log(message: string): void;
}

export type MapFunction = (record: unknown, emit: Emit, context: JobContext) => void;
export type ReduceFunction = (
  key: Key,
  values: Iterable<unknown>,
  emit: Emit,
  context: JobContext,
) => void;

/** A program by the Hadoop Streaming contract, run with `sh -c`. */
export interface CommandBody {
  readonly kind: "command";
  readonly command: string;
  /** As a map: one process for all the small files of a task, which is then not told their names. */
  readonly groupFiles: boolean;
}

/**
 * A declared reduce that writes keys without values: each once, or (`repeated`) as often as it was emitted. Values are
 * never looked at, so that sorting and removing duplicates stay in the kernels.
 */
export interface KeyReduction {
  readonly kind: "keys";
  readonly repeated: boolean;
  /** The keys are lines in this form (sortable-lines.ts), and what is written is the lines. */
  readonly order?: LineOrder;
}

/**
 * `hash`, of the key or of what stands `before-tab` in it; a user's function; or key ranges cut from a sample for a total
 * order over the parts.
 */
export type Partitioning =
  | { readonly kind: "hash" | "before-tab" | "range" }
  | { readonly kind: "custom"; readonly partition: (key: Key, partitions: number) => number };

/** One map and one reduce. In a chain the records of a later step are `[key, value]` pairs of the step before. */
export interface Step {
  /** By input name for several inputs; null with a declared extractor: the extractor's pairs are emitted. */
  readonly map: MapFunction | CommandBody | { readonly [input: string]: MapFunction } | null;
  readonly combine: Aggregate | ReduceFunction | CommandBody | null;
  /** Null: map only, the emitted pairs are the output, in input order. */
  readonly reduce: Aggregate | KeyReduction | ReduceFunction | CommandBody | null;
  readonly partitioning: Partitioning;
  /** Secondary sort: values of a key arrive in the order of these keys. */
  readonly orderValuesBy: ((value: unknown) => Key) | null;
  /** "raw": keys are strings or bytes only and are stored as they are; "tagged": any Key. */
  readonly keys: "raw" | "tagged";
  /** How a raw key is handed to functions and to the next step's records; absent: as text, decoded as UTF-8. */
  readonly rawKeysAs?: "text" | "bytes";
  /** R of this step alone, before the job's and the user's; absent: theirs. */
  readonly partitions?: number | null;
  readonly setup: ((context: JobContext) => void | Promise<void>) | null;
  readonly close: ((emit: Emit, context: JobContext) => void | Promise<void>) | null;
}

export type Flow =
  | { readonly kind: "steps"; readonly steps: readonly Step[] }
  /**
   * Records travel from round to round: `first` makes pairs, each round's reduce makes the next round's pairs,
   * until `until` says so or `maxRounds` is reached; then `finish` makes the output from the last pairs.
   */
  | {
      readonly kind: "iterate";
      readonly first: Step;
      readonly round: Step;
      readonly maxRounds: number;
      readonly until: ((context: JobContext) => boolean) | null;
      readonly finish: Step;
    }
  /**
   * A small state travels: every round maps the input again with `context.state`, reduces in one task, and `collect`
   * makes the next state from the reduced pairs, in key order; then `finish` maps the input with the last state.
   */
  | {
      readonly kind: "refine";
      readonly start: RefineStep;
      readonly round: RefineStep;
      readonly maxRounds: number;
      readonly finish: Step;
    };

export interface RefineStep extends Step {
  /** Returns the next state (JSON, at most RESULT_LIMIT_BYTES) and whether it is the last. */
  readonly collect: (
    pairs: readonly (readonly [Key, unknown])[],
    context: JobContext,
  ) => { readonly state: Json; readonly done: boolean };
}

/** A parameter of the job: becomes `--name` on the command line. */
export interface ParamSpec {
  readonly type:
    | "string"
    | "number"
    | "integer"
    | "boolean"
    | "date"
    | "choice"
    | "size"
    | "custom";
  readonly description: string;
  /** Undefined: required, except for a `custom` whose schema accepts undefined. Null: may be left out, the value is null. */
  readonly default: Json | undefined;
  readonly choices: readonly string[];
  /** Numbers, integers and sizes: the allowed range, both ends included. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Standard Schema validator for `custom`; absent in descriptions that have left the process. */
  readonly schema?: unknown;
}

/** What `mapReduce`, `chain`, `iterate`, `refine` make. */
export interface JobDefinition {
  readonly engine: "mr-engine";
  readonly api: 1;
  readonly type: "map-reduce";
  readonly inputs: { readonly [name: string]: InputFormat };
  readonly flow: Flow;
  readonly params: { readonly [name: string]: ParamSpec };
  readonly output: {
    readonly format: OutputFormat | null;
    readonly compression: OutputCompression | null;
  };
  readonly description: string;
  /** What `context.params` is: filled in by `loadDefinition`, absent before. */
  readonly values?: { readonly [name: string]: unknown };
  /** Overrides the planner's choice of R when the user gives none; null leaves it to the planner. */
  readonly partitions: number | null;
}

/** `withParams(specs, build)`: the shape of the job depends on its parameters. */
export interface ParametrisedJob {
  readonly engine: "mr-engine";
  readonly api: 1;
  readonly type: "parametrised";
  readonly description: string;
  readonly params: { readonly [name: string]: ParamSpec };
  readonly build: (params: { readonly [name: string]: unknown }) => JobDefinition;
}

export type JobModule = JobDefinition | ParametrisedJob;

/** What a default export may be; anything else gets a clear error. */
export function isJobModule(value: unknown): value is JobModule {
  return (
    typeof value === "object" && value !== null && "engine" in value && value.engine === "mr-engine"
  );
}
