/**
 * What the values of a merge's group have come to, as long as they are numbers or sums of them: the twin of the
 * accumulators in src/shuffle/accumulators.
 *
 * N1. A value that is refused has changed nothing: the caller goes on from `storeGroupNumber`.
 * N2. Nothing is rounded before it is shown.
 */

import { addStored, storeSum } from "./exact-sum";
import { numberEnd, numberRead, readNumber, storeNumber } from "./number-values";
import { writeNumber } from "./numbers";

/** How values of equal keys become one. */
const SUM: u32 = 0;
const MINIMUM: u32 = 1;
const AVERAGE: u32 = 5;
/** Count and sum side by side; how they are shown is the caller's. */
const COUNTED: u32 = 6;

let operation: u32 = SUM;
/** An exact sum, or the least or largest number and 0. */
const total = memory.data(16, 8);
/** Of averages: how many numbers. */
let count: f64 = 0;
let filled: bool = false;

export function groupNumberBegin(operationOf: u32): void {
  operation = operationOf;
}

// @ts-ignore: decorator
@inline
export function clearGroupNumber(): void {
  store<f64>(total, 0);
  store<f64>(total, 0, 8);
  count = 0;
  filled = false;
}

/** Adds an encoded accumulator. False: it is not for kernels. */
// @ts-ignore: decorator
@inline
export function takeValue(start: usize, end: usize): bool {
  if (operation == SUM) {
    if (!addStored(total, start, end)) return false;
  } else if (operation >= AVERAGE) {
    if (!takeCounted(start, end)) return false;
  } else if (!readNumber(start, end) || numberEnd != end || !takeExtreme(numberRead)) return false;
  filled = true;
  return true;
}

function takeCounted(start: usize, end: usize): bool {
  if (!readNumber(start, end)) return false;
  const more = numberRead;
  if (!addStored(total, numberEnd, end)) return false;
  count += more;
  return true;
}

function takeExtreme(value: f64): bool {
  if (isNaN(value)) return false;
  const before = load<f64>(total);
  const better = operation == MINIMUM ? value < before : value > before;
  // Plus zero: -0 is 0.
  if (better || !filled) store<f64>(total, value + 0.0);
  return true;
}

/** As an encoded accumulator, of at most 26 bytes; returns where it ends: where it began when nothing was taken. */
export function storeGroupNumber(at: usize): usize {
  if (!filled) return at;
  return storeSum(operation >= AVERAGE ? storeNumber(at, count) : at, total);
}

/** As text, of at most 25 bytes; 0: it is the caller's to show. */
export function writeGroupNumber(at: usize): usize {
  if (operation == COUNTED) return 0;
  if (operation != AVERAGE) return writeNumber(at, load<f64>(total));
  return load<f64>(total, 8) == 0 ? writeNumber(at, load<f64>(total) / count) : 0;
}
