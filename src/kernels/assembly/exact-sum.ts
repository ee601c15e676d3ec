/**
 * Exact sums as two doubles that do not overlap, 16 bytes: the sum rounded, and what is left of it (src/kernels/exact-sum.ts,
 * src/shuffle/accumulators/sum.ts).
 *
 * S1. A number that two doubles cannot hold exactly together with the sum is refused, and the sum stays as it was.
 * S2. The first double is the one that is nearest to the sum, so that equal sums have equal bytes.
 */

import { numberEnd, numberRead, readNumber, storeNumber } from "./number-values";

/** From here on sums are left to the caller: 2^900. */
export const BIG: f64 = 8.452712498170644e270;
const EXPANSION: u32 = 12;
const EXPANSION_BYTES: usize = 17;

/** False: nothing was added. */
// @ts-ignore: decorator
@inline
export function addExactly(at: usize, value: f64): bool {
  if (!(abs(value) < BIG)) return false;
  const high = load<f64>(at);
  const low = load<f64>(at, 8);
  const sum = high + value;
  const error = errorOf(high, value, sum);
  if (error == 0 && low == 0) {
    store<f64>(at, sum);
    return true;
  }
  return addInexactly(at, sum, low, error);
}

function addInexactly(at: usize, sum: f64, low: f64, error: f64): bool {
  const rest = low + error;
  if (errorOf(low, error, rest) != 0) return false;
  const high = sum + rest;
  store<f64>(at, high);
  store<f64>(at, errorOf(sum, rest, high), 8);
  return true;
}

/** The rounding error of `sum = a + b` (Knuth). */
// @ts-ignore: decorator
@inline
export function errorOf(a: f64, b: f64, sum: f64): f64 {
  const added = sum - a;
  return a - (sum - added) + (b - added);
}

/** Adds an encoded accumulator. False: nothing was added. */
export function addStored(at: usize, start: usize, end: usize): bool {
  if (readNumber(start, end)) return numberEnd == end && addExactly(at, numberRead);
  if (end - start != EXPANSION_BYTES || load<u8>(start) != EXPANSION) return false;
  const high = load<f64>(at);
  const low = load<f64>(at, 8);
  if (addExactly(at, load<f64>(start, 1)) && addExactly(at, load<f64>(start, 9))) return true;
  store<f64>(at, high);
  store<f64>(at, low, 8);
  return false;
}

/** Writes the sum as an encoded accumulator, at most 17 bytes, and returns where it ends. */
export function storeSum(to: usize, at: usize): usize {
  const low = load<f64>(at, 8);
  if (low == 0) return storeNumber(to, load<f64>(at));
  store<u8>(to, EXPANSION);
  store<f64>(to, load<f64>(at), 1);
  store<f64>(to, low, 9);
  return to + EXPANSION_BYTES;
}
