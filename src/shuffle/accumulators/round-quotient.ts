/**
 * Rounds an exact sum, a big integer and an expansion, divided by a whole number, to the nearest double, ties to even: once,
 * whatever its size. The rare end of sums, and the usual one of averages of broken numbers.
 *
 * PURE. Q1. The result is that of unlimited precision rounded once; beyond the doubles it is an infinity.
 */

import { addToExpansion, BIG, roundExpansion } from "../../kernels/exact-sum.js";

/** 2^-1074 is the smallest double: in units of it every double is an integer. */
const LEAST_POWER = -1074;
/** Enough bits for correct rounding once the rest is folded into the last one. */
const KEPT_BITS = 64;
const MOST_EXACT = 2n ** 53n;
const BIAS = 1023;

/** `divisor`: a whole number from 1 to 2^53. */
export function roundQuotient(big: bigint, parts: readonly number[], divisor: number): number {
  return (big === 0n ? byDoubles(parts, divisor) : null) ?? byIntegers(big, parts, divisor);
}

/**
 * The quotient of the rounded sum, or, in one case of five, the double beside it: the one that leaves less of the exact sum
 * than half a step would. Null where doubles cannot tell.
 */
function byDoubles(parts: readonly number[], divisor: number): number | null {
  let found = roundExpansion(parts) / divisor;
  const size = Math.abs(found);
  if (!(size > 1 / BIG && size < BIG)) return null;
  const product = found * divisor;
  const rest = [...parts];
  addToExpansion(rest, -product);
  addToExpansion(rest, -productError(found, divisor, product));
  const step = 2 ** (exponentBits(size) - BIAS - 52);
  for (let look = 0; look < 2; look++) {
    // The steps on both sides of a power of two differ.
    if (isPowerOfTwo(found, step)) return null;
    // All of this is exact, but for the rest, which is rounded and so never on the wrong side of a double.
    const left = roundExpansion(rest);
    if (Math.abs(left) < (step / 2) * divisor) return found;
    const move = left < 0 ? -step : step;
    found += move;
    addToExpansion(rest, -move * divisor);
  }
  return null;
}

/** `step`: that between doubles of its size, or of half its size. */
function isPowerOfTwo(value: number, step: number): boolean {
  const steps = Math.abs(value) / step;
  return steps === 2 ** 52 || steps === 2 ** 53;
}

/** a * b - product, exactly (T. J. Dekker, 1971). */
function productError(a: number, b: number, product: number): number {
  const aHigh = highHalf(a);
  const bHigh = highHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

function highHalf(value: number): number {
  const spread = value * (2 ** 27 + 1);
  return spread - (spread - value);
}

function byIntegers(big: bigint, parts: readonly number[], divisor: number): number {
  const power = Math.min(0, ...parts.map(lastBitsPower));
  let units = big << BigInt(-power);
  for (const part of parts) units += inUnits(part, power);
  const magnitude = units < 0n ? -units : units;
  const rounded = roundPositive(magnitude, power, BigInt(divisor));
  return units < 0n ? -rounded : rounded;
}

/** dividend x 2^power / divisor. */
function roundPositive(dividend: bigint, power: number, divisor: bigint): number {
  const surplus = bitsOf(dividend) - bitsOf(divisor) - KEPT_BITS;
  // The last bit of the smallest doubles stands still: no bits below it may be kept.
  const dropped = Math.max(surplus, LEAST_POWER - power);
  const above = dropped < 0 ? dividend << BigInt(-dropped) : dividend;
  const below = dropped > 0 ? divisor << BigInt(dropped) : divisor;
  const quotient = above / below;
  const rest = above - quotient * below;
  if (quotient >= MOST_EXACT) {
    // A sticky bit stands for everything below.
    const sticky = rest === 0n ? 0n : 1n;
    return scale(Number((quotient << 2n) | sticky), power + dropped - 2);
  }
  const twice = rest * 2n;
  const isUp = twice > below || (twice === below && (quotient & 1n) === 1n);
  return scale(Number(isUp ? quotient + 1n : quotient), power + dropped);
}

/** Up to three more than it has. */
function bitsOf(value: bigint): number {
  const near = Number(value);
  return near < Infinity ? exponentBits(near) - BIAS + 1 : value.toString(16).length * 4;
}

/** The power of two that the last bit of a double stands for. */
function lastBitsPower(value: number): number {
  return Math.max(exponentBits(value), 1) + LEAST_POWER - 1;
}

const view = new DataView(new ArrayBuffer(8));

function exponentBits(value: number): number {
  view.setFloat64(0, value);
  return (view.getUint16(0) >>> 4) & 0x7ff;
}

/** In units of 2^power, which is at most the power of the value's last bit. */
function inUnits(value: number, power: number): bigint {
  const lastBit = lastBitsPower(value);
  // Exact: a normal double's last bit is 52 below its first.
  const fraction = BigInt(scale(value, -lastBit));
  return fraction << BigInt(lastBit - power);
}

/** value x 2^power in steps that neither overflow nor underflow on the way. */
function scale(value: number, power: number): number {
  let result = value;
  let rest = power;
  while (rest > 900) {
    result *= 2 ** 900;
    rest -= 900;
  }
  while (rest < -900) {
    result *= 2 ** -900;
    rest += 900;
  }
  return result * 2 ** rest;
}
