/**
 * Comparing and copying byte ranges. Ranges are `[start, end)` everywhere.
 *
 * Y1. Order is the order of unsigned bytes; a proper prefix comes first.
 */

/** Below this a byte loop beats a native call and the view that it needs. */
const LOOP_BYTES = 64;
/** Below this a new array and a loop beat a native copy. */
const SHORT_COPY_BYTES = 24;

/** Negative, zero or positive, as `a` comes before, with or after `b`. */
export function compareBytes(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): number {
  const aLength = aEnd - aStart;
  const bLength = bEnd - bStart;
  const shared = aLength < bLength ? aLength : bLength;
  for (let i = 0; i < shared; i++) {
    const difference = a[aStart + i] - b[bStart + i];
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

export function equalBytes(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): boolean {
  const length = aEnd - aStart;
  if (length !== bEnd - bStart) return false;
  for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}

/** Copies `from[start, end)` to `to[at...]`; the caller has made room. */
export function copyBytes(
  from: Uint8Array,
  start: number,
  end: number,
  to: Uint8Array,
  at: number,
): void {
  if (end - start < LOOP_BYTES) {
    for (let i = start; i < end; i++) to[at++] = from[i];
  } else {
    to.set(from.subarray(start, end), at);
  }
}

/** A copy that is nobody else's; of plain bytes even where these are a Buffer's. */
export function ownBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (end - start > SHORT_COPY_BYTES) return plainView(bytes).slice(start, end);
  const own = new Uint8Array(end - start);
  for (let i = start; i < end; i++) own[i - start] = bytes[i];
  return own;
}

/** Of the bytes last copied from: many copies are made from one block. */
let viewed: Uint8Array | null = null;
let view = new Uint8Array(0);

/** A Buffer's own `slice` makes no copy. */
function plainView(bytes: Uint8Array): Uint8Array {
  if (bytes !== viewed) {
    view = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);
    viewed = bytes;
  }
  return view;
}

/** The bytes where they lie. */
export function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

/**
 * Four key bytes from `start` as an int32 whose signed order is their byte order; bytes past `end` count as zero.
 * (Signed, because an int32 is never boxed.)
 */
export function orderedWord(bytes: Uint8Array, start: number, end: number): number {
  if (start + 4 <= end) {
    return (
      ((bytes[start] ^ 0x80) << 24) |
      (bytes[start + 1] << 16) |
      (bytes[start + 2] << 8) |
      bytes[start + 3]
    );
  }
  let word = 0;
  for (let i = 0; i < 4; i++) word = (word << 8) | (start + i < end ? bytes[start + i] : 0);
  return word ^ -0x80000000;
}

/** The same memory as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
