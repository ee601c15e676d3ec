/**
 * Decimal numbers from bytes, correctly rounded.
 *
 * Owns: which spellings are numbers: `[+-] digits [. digits] [e [+-] digits]`, with `5.` and `.5`; nothing else.
 *
 * Up to 15 digits and 22 decimals, the digits and the power of ten are exact doubles and one division rounds once,
 * correctly. Everything beyond is left to `Number`.
 */

const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** NaN when `bytes[start..end)` is no number. */
export function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  const sign = bytes[index];
  if (sign === 45 || sign === 43) index += 1;
  const digitsStart = index;
  let digits = 0;
  let mantissa = 0;
  let point = -1;
  for (; index < end; index += 1) {
    const byte = bytes[index] as number;
    if (byte >= 48 && byte <= 57) {
      mantissa = mantissa * 10 + (byte - 48);
      if (mantissa > 0) digits += 1;
    } else if (byte === 46 && point < 0) {
      point = index;
    } else {
      return parseSlowly(bytes, start, end);
    }
  }
  const length = index - digitsStart - (point < 0 ? 0 : 1);
  if (length <= 0) return Number.NaN;
  const decimals = point < 0 ? 0 : end - point - 1;
  if (digits > EXACT_DIGITS || decimals >= POWERS_OF_TEN.length) {
    return parseSlowly(bytes, start, end);
  }
  const value = mantissa / (POWERS_OF_TEN[decimals] as number);
  return sign === 45 ? -value : value;
}

function parseSlowly(bytes: Uint8Array, start: number, end: number): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}
