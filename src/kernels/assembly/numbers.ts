/** Decimal numbers from bytes and to bytes; the common part of extractors/parse-number.ts, and of what JavaScript prints. */

const EXACT_DIGITS: u32 = 15;
const MOST_DECIMALS: usize = 22;
const SAFE: f64 = 9007199254740991;
/** Powers of ten that are exact doubles. */
const POWERS = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]);

/** NaN: no number, or one for the caller (an exponent, many digits). */
export function parseNumber(start: usize, end: usize): f64 {
  let at = start;
  const sign = at < end ? load<u8>(at) : 0;
  if (sign == 45 || sign == 43) at++;
  const digitsStart = at;
  let mantissa: u64 = 0;
  let digits: u32 = 0;
  let point: usize = 0;
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte - 48 < 10) {
      mantissa = mantissa * 10 + (<u64>(byte - 48));
      if (mantissa > 0) digits++;
      if (digits > EXACT_DIGITS) return NaN;
    } else if (byte == 46 && point == 0) point = at;
    else return NaN;
  }
  const decimals: usize = point == 0 ? 0 : end - point - 1;
  if (end - digitsStart == (point == 0 ? <usize>0 : 1) || decimals > MOST_DECIMALS) return NaN;
  const value = <f64>mantissa / load<f64>(POWERS + (decimals << 3));
  return sign == 45 ? -value : value;
}

/** In decimal digits, of a number of up to eighteen; returns where they end. */
export function writeWhole(at: usize, value: i64): usize {
  let rest = <u64>abs<i64>(value);
  if (value < 0) store<u8>(at++, 45);
  let digits: usize = 1;
  for (let ten: u64 = 10; ten <= rest; ten *= 10) digits++;
  const end = at + digits;
  for (let place = end; place > at; rest /= 10) store<u8>(--place, 48 + <u32>(rest % 10));
  return end;
}

/**
 * As JavaScript prints it: a whole number below 2^53, or one of up to fifteen digits that is not too small for decimals.
 * Returns where it ends, at most 25 bytes on; 0: it is the caller's to print.
 *
 * Decimals of up to fifteen digits that differ are different doubles, so the first that gives the number is the shortest.
 */
export function writeNumber(at: usize, value: f64): usize {
  const size = abs(value);
  if (trunc(value) == value) return size <= SAFE ? writeWhole(at, <i64>value) : 0;
  if (!(size >= 1e-6)) return 0;
  for (let decimals: usize = 1; decimals <= MOST_DECIMALS; decimals++) {
    const power = load<f64>(POWERS + (decimals << 3));
    const digits = nearest(size * power);
    if (digits >= 1e15) return 0;
    // Both are exact, so the quotient is the double that these decimals mean.
    if (digits / power == size) {
      if (value < 0) store<u8>(at++, 45);
      return writeDecimals(at, <u64>digits, decimals);
    }
  }
  return 0;
}

function writeDecimals(at: usize, digits: u64, decimals: usize): usize {
  let rest = digits;
  let whole: u64 = 0;
  if (decimals <= EXACT_DIGITS) {
    const power = <u64>load<f64>(POWERS + (decimals << 3));
    whole = digits / power;
    rest = digits - whole * power;
  }
  const point = writeWhole(at, whole);
  store<u8>(point, 46);
  const end = point + 1 + decimals;
  for (let place = end; place > point + 1; rest /= 10) store<u8>(--place, 48 + <u32>(rest % 10));
  return end;
}
