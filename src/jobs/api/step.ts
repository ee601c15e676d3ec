/**
 * One map and one reduce as users write them, with full types, and their erased form.
 *
 * Owns: the option types shared by `mapReduce`, `step`, `iterate` and `refine`, and the one place where types are erased.
 * Talks to: nobody.
 *
 * T1. The values that `map` emits get their type from whoever consumes them: an aggregate, an annotation on one `emit`
 *     or on the reduce's parameters, or `pairs<K, V>()`.
 * T2. What the compiler would refuse is refused at run time as well: a job may be plain JavaScript.
 */

import { MrError } from "../../engine/error.js";
import type {
  Aggregate,
  CommandBody,
  Emit,
  JobContext,
  Key,
  Partitioning,
  Step,
} from "../definition.js";
import type { Aggregator } from "./aggregates.js";

declare const types: unique symbol;

/** Names the types of a step's pairs: `pairs: pairs<string, number>()`. */
export interface Pairs<K, V> {
  readonly [types]?: (key: K, value: V) => void;
}

export function pairs<K extends Key, V>(): Pairs<K, V> {
  return {};
}

export type MapOf<R, K, V, C> = (record: R, emit: Emit<K, V>, context: C) => void;
export type Combine<K, V, C> = (key: K, values: Iterable<V>, emit: Emit<K, V>, context: C) => void;
export type Reduce<K, V, KO, VO, C> = (
  key: K,
  values: Iterable<V>,
  emit: Emit<KO, VO>,
  context: C,
) => void;

/**
 * What a step writes, as a record of the next one. A reduce is either declared, and gives the same key with a value of
 * type A, or a function that emits KO and VO.
 */
export type Output<K, A, KO, VO> = [A] extends [never] ? [KO, VO] : [K, A];

/** Everything of a step but its `map`. */
export interface Shuffle<K, V, A, KO, VO, C> {
  /** Names the types of the pairs between map and reduce; does nothing. */
  readonly pairs?: Pairs<K, V>;
  /**
   * Shrinks the pairs of one map task before they travel; may run any number of times. A declared reduce is combined
   * without being asked.
   */
  readonly combine?: Aggregator<V, V> | Combine<K, V, C> | CommandBody;
  /** Left out: the emitted pairs are the output, in the order of the input. */
  readonly reduce?: Aggregator<V, A> | Reduce<K, V, KO, VO, C> | CommandBody;
  /** Which part a key goes to: its hash decides unless `beforeTab()`, `range()` or a function is given. */
  readonly partition?:
    | { readonly kind: "before-tab" | "range" }
    | ((key: K, partitions: number) => number);
  /** Values of a key arrive in the order of these. */
  readonly orderValuesBy?: (value: V) => Key;
  /**
   * What keys are. "any" (the default): every Key. "text" and "bytes": only strings or bytes, stored as they are and
   * handed back as strings or as bytes; faster.
   */
  readonly keys?: "any" | "text" | "bytes";
  /** The number of parts of this step, whatever the rest of the job has. */
  readonly partitions?: number;
  /** Before the first record of every task. */
  readonly setup?: (context: C) => void | Promise<void>;
  /** After the last record of every task; what it emits belongs to the task. */
  readonly close?: (emit: Emit, context: C) => void | Promise<void>;
}

/** A context in which the record's place is known: that of a map over an input. */
export interface Placed {
  readonly source: NonNullable<JobContext["source"]>;
}

/** A step whose records come from the step before. */
export interface StepOptions<R, K, V, A, KO, VO, C> extends Shuffle<K, V, A, KO, VO, C> {
  readonly map: MapOf<R, K, V, C> | CommandBody;
}

/** A step whose records come from an input. */
export interface InputStepOptions<R, K, V, A, KO, VO, C> extends Shuffle<K, V, A, KO, VO, C> {
  readonly map: MapOf<R, K, V, C & Placed> | CommandBody;
}

/** Keys rise over all parts: their concatenation is sorted. */
export function range(): { readonly kind: "range" } {
  return { kind: "range" };
}

/** Keys that agree up to their first TAB meet in one part: there they are neighbours, whatever stands behind it. */
export function beforeTab(): { readonly kind: "before-tab" } {
  return { kind: "before-tab" };
}

export interface CommandOptions {
  /**
   * As a map: one process for all the small files of a task instead of one a file. Quicker for thousands of files; the
   * program is then not told their names. Default: false.
   */
  readonly groupFiles?: boolean;
}

/** Any program as map, combine or reduce, by the Hadoop Streaming contract; run with `sh -c`. */
export function command(text: string, options: CommandOptions = {}): CommandBody {
  return { kind: "command", command: text, groupFiles: options.groupFiles ?? false };
}

/** A step of a chain after the first: its records are the `[key, value]` pairs of the step before. */
export interface Stage<R, O> {
  readonly step: Step;
  readonly [types]?: (record: R) => O;
}

export function step<R, K extends Key, V, A = never, KO extends Key = Key, VO = unknown>(
  options: StepOptions<R, K, V, A, KO, VO, JobContext>,
): Stage<R, Output<K, A, KO, VO>> {
  return { step: eraseStep(options, "step()") };
}

/** What any typed step is once its types are gone; `map` is absent with a declared extractor. */
export type ErasableStep = {
  readonly [N in keyof Shuffle<never, never, never, never, never, never>]?: unknown;
} & { readonly map?: unknown };

/** `keysByDefault`: what keys are when the step does not say. */
export function eraseStep(
  options: ErasableStep,
  where: string,
  keysByDefault: "any" | "text" | "bytes" = "any",
): Step {
  checkFunctions(options, where);
  const reduce = (options.reduce ?? null) as Step["reduce"];
  const combine = (options.combine ?? null) as Step["combine"];
  checkCombine(combine, reduce, where);
  const keys =
    (options.keys as "any" | "text" | "bytes" | undefined) ??
    (isCommand(options.map) ? "text" : keysByDefault);
  return {
    map: (options.map ?? null) as Step["map"],
    combine,
    reduce,
    partitioning: partitioningOf(options.partition, where),
    orderValuesBy: (options.orderValuesBy ?? null) as Step["orderValuesBy"],
    keys: keys === "any" ? "tagged" : "raw",
    rawKeysAs: keys === "bytes" ? "bytes" : "text",
    partitions: checkPartitions(options.partitions, where),
    setup: (options.setup ?? null) as Step["setup"],
    close: (options.close ?? null) as Step["close"],
  };
}

export function checkPartitions(value: unknown, where: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw invalid(where, `partitions is ${String(value)}, which is not a whole number from 1`);
}

export function invalid(where: string, what: string, hint?: string): MrError {
  return new MrError("MR_JOB_INVALID", `${where}: ${what}`, hint === undefined ? {} : { hint });
}

function partitioningOf(value: unknown, where: string): Partitioning {
  if (value === undefined) return { kind: "hash" };
  if (typeof value === "function") {
    return {
      kind: "custom",
      partition: value as Extract<Partitioning, { kind: "custom" }>["partition"],
    };
  }
  const kind = kindOf(value);
  if (kind === "range" || kind === "before-tab") return { kind };
  throw invalid(where, "partition is neither a function nor range() nor beforeTab()");
}

function checkFunctions(options: ErasableStep, where: string): void {
  for (const name of ["orderValuesBy", "setup", "close"] as const) {
    if (options[name] !== undefined && typeof options[name] !== "function") {
      throw invalid(where, `${name} is not a function`);
    }
  }
  const { map } = options;
  const byInput = typeof map === "object" && map !== null && kindOf(map) === undefined;
  for (const one of byInput ? Object.values(map) : [map]) {
    if (one !== undefined && typeof one !== "function" && !isCommand(one)) {
      throw invalid(where, "map is neither a function nor command(...)");
    }
  }
  for (const name of ["combine", "reduce"] as const) {
    const value = options[name];
    if (value === undefined || typeof value === "function" || kindOf(value) !== undefined) continue;
    throw invalid(
      where,
      `${name} is neither a function, nor an aggregate, nor command(...)`,
      `An aggregate is called: \`${name}: sum()\`.`,
    );
  }
}

const COMBINABLE: ReadonlySet<Aggregate["kind"]> = new Set(["sum", "min", "max", "first"]);

/** An aggregate of aggregates must mean the same as the aggregate of everything. */
function checkCombine(combine: Step["combine"], reduce: Step["reduce"], where: string): void {
  if (combine !== null && reduce === null) throw invalid(where, "combine needs a reduce");
  const early = aggregateKind(combine);
  const late = aggregateKind(reduce);
  if (early === undefined || (late === undefined && COMBINABLE.has(early as never))) return;
  if (JSON.stringify(combine) === JSON.stringify(reduce)) return;
  throw invalid(
    where,
    late === undefined
      ? `${early}() cannot combine for a reduce function: combining twice would change the result`
      : `combine is ${early}() but reduce is ${late}()`,
    late === undefined ? undefined : "Leave combine out: a declared reduce is combined by itself.",
  );
}

function aggregateKind(reduction: Step["combine"] | Step["reduce"]): string | undefined {
  if (reduction === null || typeof reduction === "function") return undefined;
  return reduction.kind === "command" ? undefined : reduction.kind;
}

function isCommand(value: unknown): boolean {
  return kindOf(value) === "command";
}

function kindOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
  return typeof value.kind === "string" ? value.kind : undefined;
}
