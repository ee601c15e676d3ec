/**
 * Declared reductions: associative, so the engine combines them early, in its kernels, and never calls a function.
 *
 * Owns: the public aggregate builders and their value types. Talks to: nobody.
 *
 * G1. An aggregate is data at run time; `In` and `Out` exist for the compiler only.
 * G2. Sums and averages of numbers are exact before they are rounded once: no order of adding can change them.
 */

import { MrError } from "../../engine/error.js";
import type { Aggregate, KeyReduction } from "../definition.js";
import { lineOrder, type SortOrder } from "./formats.js";

declare const types: unique symbol;

/** Turns all values of a key, of type In, into one of type Out. */
export type Aggregator<In, Out> = (Aggregate | KeyReduction) & {
  readonly [types]?: (value: In) => Out;
};

/** What has an order of its own, as keys have. */
export type Orderable = null | boolean | number | string | Uint8Array | readonly Orderable[];

/** How many values there are. */
export function count(): Aggregator<unknown, number> {
  return { kind: "count" };
}

export function sum(): Aggregator<number, number> {
  return { kind: "sum" };
}

export function average(): Aggregator<number, number> {
  return { kind: "average" };
}

/** How many values there are, and their sum. */
export function countAndSum(): Aggregator<number, [count: number, sum: number]> {
  return { kind: "count-and-sum" };
}

export function min<T extends Orderable = number>(): Aggregator<T, T> {
  return { kind: "min" };
}

export function max<T extends Orderable = number>(): Aggregator<T, T> {
  return { kind: "max" };
}

/** The first value, in the order of the input. */
export function first<T = unknown>(): Aggregator<T, T> {
  return { kind: "first" };
}

/** The different values, rising. */
export function distinct<T extends Orderable = Orderable>(): Aggregator<T, T[]> {
  return { kind: "distinct" };
}

/** The `k` largest (or smallest) values, best first. */
export function topK<T extends Orderable = number>(
  k: number,
  options: { readonly order?: "largest" | "smallest" } = {},
): Aggregator<T, T[]> {
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new MrError("MR_JOB_INVALID", `topK(${k}): k must be a whole number from 1`);
  }
  return { kind: "top-k", k, order: options.order ?? "largest" };
}

/** The lines whose keys `sortableLines` made, in that order: once each, or with `repeated` as often as they came. */
export function sortedLines(
  order: SortOrder,
  options: { readonly repeated?: boolean } = {},
): Aggregator<unknown, null> {
  return { kind: "keys", repeated: options.repeated ?? false, order: lineOrder(order) };
}

/** The key alone, without a value: once, or with `repeated` as often as it was emitted. */
export function keys(options: { readonly repeated?: boolean } = {}): Aggregator<unknown, null> {
  return { kind: "keys", repeated: options.repeated ?? false };
}
