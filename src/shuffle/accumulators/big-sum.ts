/**
 * Rounds a big integer plus an expansion to the nearest double, ties to even: the rare end of exact sums.
 */

/** 2^-1074 is the smallest double: in units of it every double is an integer. */
const UNIT_BITS = 1074n;
/** Enough bits for correct rounding once the rest is folded into the last one. */
const KEPT_BITS = 64;

export function roundBigSum(big: bigint, parts: readonly number[]): number {
  let units = big << UNIT_BITS;
  for (const part of parts) units += inUnits(part);
  if (units === 0n) return 0;
  const magnitude = units < 0n ? -units : units;
  const bits = magnitude.toString(16).length * 4;
  const shift = Math.max(0, bits - KEPT_BITS);
  let kept = magnitude >> BigInt(shift);
  // A sticky bit stands for everything below.
  if (kept << BigInt(shift) !== magnitude) kept |= 1n;
  const rounded = scale(Number(kept), shift - Number(UNIT_BITS));
  return units < 0n ? -rounded : rounded;
}

function inUnits(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const exponent = bits >> 52n;
  const fraction = bits & 0xfffffffffffffn;
  const units = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return value < 0 ? -units : units;
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
