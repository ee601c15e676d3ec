/**
 * Steps over JSON in bytes, as src/input/extractors/json-scan.ts does, in a line behind which a line feed stands: no
 * loop needs a bound, for a line feed ends all of them.
 *
 * J1. Functions take the address where something begins and return the address behind it, or 0: not valid, or nested
 *     too deeply for a kernel.
 */

export const DEEPEST: u32 = 63;

/** Whether the string last stepped over holds escapes. */
let escaped: bool = false;

export function hadEscapes(): bool {
  return escaped;
}

// @ts-ignore: decorator
@inline
export function skipSpace(at: usize): usize {
  while (true) {
    const byte = load<u8>(at);
    if (byte > 32 || (byte != 32 && byte != 13 && byte != 9)) return at;
    at++;
  }
}

/** `at` is behind the opening quote. Most strings end within the first 16 bytes. */
// @ts-ignore: decorator
@inline
export function skipString(at: usize): usize {
  const mask = specials(at);
  const end = at + <usize>ctz(mask);
  escaped = false;
  if (mask == 0) return skipLongString(at + 16);
  return load<u8>(end) == 34 ? end + 1 : skipLongString(end);
}

/** Quotes, backslashes and control characters in 16 bytes. */
// @ts-ignore: decorator
@inline
function specials(at: usize): u32 {
  const bytes = v128.load(at);
  const special = v128.or(
    v128.or(i8x16.eq(bytes, v128.load(QUOTES)), i8x16.eq(bytes, v128.load(BACKSLASHES))),
    i8x16.eq(i8x16.min_u(bytes, v128.load(CONTROLS)), bytes),
  );
  return <u32>i8x16.bitmask(special);
}

/** Loaded where they are used: a constant of 16 bytes in the code costs five instructions, a load is one. */
const QUOTES = memory.data<u64>([0x2222222222222222, 0x2222222222222222]);
const BACKSLASHES = memory.data<u64>([0x5c5c5c5c5c5c5c5c, 0x5c5c5c5c5c5c5c5c]);
const CONTROLS = memory.data<u64>([0x1f1f1f1f1f1f1f1f, 0x1f1f1f1f1f1f1f1f]);
/** 48 + 128: digits become the ten least of signed bytes. */
const BEFORE_DIGITS = memory.data<u64>([0xb0b0b0b0b0b0b0b0, 0xb0b0b0b0b0b0b0b0]);
const BEHIND_DIGITS = memory.data<u64>([0x8a8a8a8a8a8a8a8a, 0x8a8a8a8a8a8a8a8a]);

function skipLongString(at: usize): usize {
  while (true) {
    const mask = specials(at);
    if (mask == 0) {
      at += 16;
      continue;
    }
    at += <usize>ctz(mask);
    const byte = load<u8>(at);
    if (byte == 34) return at + 1;
    if (byte != 92) return 0;
    escaped = true;
    const size = escapeSize(at + 1);
    if (size == 0) return 0;
    at += size;
  }
}

/** Of the escape whose letter is at `at`, with its backslash; 0: there is no such escape. */
function escapeSize(at: usize): usize {
  switch (load<u8>(at)) {
    case 34:
    case 92:
    case 47:
    case 98:
    case 102:
    case 110:
    case 114:
    case 116:
      return 2;
    case 117: {
      for (let i: usize = 1; i <= 4; i++) {
        const byte = load<u8>(at + i);
        const lower = byte | 32;
        if (byte - 48 >= 10 && lower - 97 >= 6) return 0;
      }
      return 6;
    }
    default:
      return 0;
  }
}

/** From the first byte of a value. */
export function skipValue(at: usize): usize {
  const byte = load<u8>(at);
  return byte == 123 || byte == 91 ? skipNested(at) : skipScalar(at);
}

/** Each level is a bit, 1 for an object. */
function skipNested(start: usize): usize {
  let at = start;
  let depth: u32 = 0;
  let levels: u64 = 0;
  while (true) {
    const byte = load<u8>(at);
    if (byte == 123 || byte == 91) {
      if (depth == DEEPEST) return 0;
      const isObject = byte == 123;
      levels = (levels << 1) | (isObject ? 1 : 0);
      depth++;
      at = skipSpace(at + 1);
      if (load<u8>(at) != byte + 2) {
        if (isObject) {
          at = skipName(at);
          if (at == 0) return 0;
        }
        continue;
      }
      at++;
      levels >>= 1;
      depth--;
    } else {
      at = skipScalar(at);
      if (at == 0) return 0;
    }
    // Behind `at` stands what follows a value: leave all that ends with it.
    while (true) {
      if (depth == 0) return at;
      at = skipSpace(at);
      const next = load<u8>(at);
      const isObject = (levels & 1) != 0;
      if (next == (isObject ? 125 : 93)) {
        at++;
        levels >>= 1;
        depth--;
        continue;
      }
      if (next != 44) return 0;
      at = skipSpace(at + 1);
      if (isObject) {
        at = skipName(at);
        if (at == 0) return 0;
      }
      break;
    }
  }
}

/** A member's name, its colon and the white space around. */
function skipName(at: usize): usize {
  if (load<u8>(at) != 34) return 0;
  const end = skipString(at + 1);
  return end == 0 ? 0 : skipColon(end);
}

export function skipColon(at: usize): usize {
  at = skipSpace(at);
  return load<u8>(at) == 58 ? skipSpace(at + 1) : 0;
}

/** Strings, numbers, true, false, null. */
export function skipScalar(at: usize): usize {
  switch (load<u8>(at)) {
    case 34:
      return skipString(at + 1);
    case 116:
      return load<u32>(at) == 0x65757274 ? at + 4 : 0;
    case 102:
      return load<u32>(at + 1) == 0x65736c61 ? at + 5 : 0;
    case 110:
      return load<u32>(at) == 0x6c6c756e ? at + 4 : 0;
    default:
      return skipNumber(at);
  }
}

/** Most numbers, with the byte behind them, lie within 16 bytes. */
// @ts-ignore: decorator
@inline
export function skipNumber(at: usize): usize {
  const shifted = i8x16.sub(v128.load(at), v128.load(BEFORE_DIGITS));
  const digits = <u32>i8x16.bitmask(i8x16.gt_s(v128.load(BEHIND_DIGITS), shifted));
  const sign: u32 = load<u8>(at) == 45 ? 1 : 0;
  const whole = ctz<u32>(~(digits >> sign));
  if (whole == 0 || (whole > 1 && load<u8>(at + sign) == 48)) return 0;
  let size = sign + whole;
  if (load<u8>(at + size) == 46) {
    const decimals = ctz<u32>(~(digits >> (size + 1)));
    if (decimals == 0 && size < 15) return 0;
    size += 1 + decimals;
  }
  if (size >= 16 || (load<u8>(at + size) | 32) == 101) return skipLongNumber(at);
  return at + size;
}

function skipLongNumber(at: usize): usize {
  const first = load<u8>(at) == 45 ? at + 1 : at;
  const whole = skipDigits(first);
  if (whole == first || (load<u8>(first) == 48 && whole > first + 1)) return 0;
  at = whole;
  if (load<u8>(at) == 46) {
    const decimals = skipDigits(at + 1);
    if (decimals == at + 1) return 0;
    at = decimals;
  }
  if ((load<u8>(at) | 32) == 101) {
    const sign = load<u8>(at + 1);
    const from = at + (sign == 43 || sign == 45 ? 2 : 1);
    const exponent = skipDigits(from);
    if (exponent == from) return 0;
    at = exponent;
  }
  return at;
}

// @ts-ignore: decorator
@inline
function skipDigits(at: usize): usize {
  while (load<u8>(at) - 48 < 10) at++;
  return at;
}
