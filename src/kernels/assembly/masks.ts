/** Bit masks of 16 or 64 bytes: bit i says something of byte i. */

/** ASCII white space. */
// @ts-ignore: decorator
@inline
export function blanks64(at: usize): u64 {
  return (
    (<u64>blanks16(v128.load(at))) |
    ((<u64>blanks16(v128.load(at, 16))) << 16) |
    ((<u64>blanks16(v128.load(at, 32))) << 32) |
    ((<u64>blanks16(v128.load(at, 48))) << 48)
  );
}

// @ts-ignore: decorator
@inline
function blanks16(bytes: v128): u32 {
  const controls = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(9)), i8x16.splat(5));
  return <u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(32)), controls));
}

// @ts-ignore: decorator
@inline
export function equal16(at: usize, byte: i8): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(byte)));
}

/** A to Z and a to z. */
// @ts-ignore: decorator
@inline
export function letters64(at: usize): u64 {
  return (
    (<u64>letters16(v128.load(at))) |
    ((<u64>letters16(v128.load(at, 16))) << 16) |
    ((<u64>letters16(v128.load(at, 32))) << 32) |
    ((<u64>letters16(v128.load(at, 48))) << 48)
  );
}

// @ts-ignore: decorator
@inline
function letters16(bytes: v128): u32 {
  const lower = v128.or(bytes, i8x16.splat(32));
  return <u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(lower, i8x16.splat(97)), i8x16.splat(26)));
}

/** Bytes from 0x80 on. */
// @ts-ignore: decorator
@inline
export function high64(at: usize): u64 {
  return (
    (<u64>(<u32>i8x16.bitmask(v128.load(at)))) |
    ((<u64>(<u32>i8x16.bitmask(v128.load(at, 16)))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(v128.load(at, 32)))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(v128.load(at, 48)))) << 48)
  );
}

/** The first LF from `at` on; there is one. */
// @ts-ignore: decorator
@inline
export function lineFeed(at: usize): usize {
  let mask = equal16(at, 10);
  while (mask == 0) {
    at += 16;
    mask = equal16(at, 10);
  }
  return at + <usize>ctz(mask);
}

/** Turns A to Z into a to z in 16 bytes. */
// @ts-ignore: decorator
@inline
export function lower16(at: usize): void {
  const bytes = v128.load(at);
  const upper = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(65)), i8x16.splat(26));
  v128.store(at, v128.or(bytes, v128.and(upper, i8x16.splat(32))));
}

/** Line feeds of `[at, end)`. */
// @ts-ignore: decorator
@inline
export function feeds64(at: usize, end: usize): u64 {
  const mask: u64 =
    (<u64>equal16(at, 10)) |
    ((<u64>equal16(at + 16, 10)) << 16) |
    ((<u64>equal16(at + 32, 10)) << 32) |
    ((<u64>equal16(at + 48, 10)) << 48);
  const left = end - at;
  return left < 64 ? mask & ((<u64>1 << left) - 1) : mask;
}
