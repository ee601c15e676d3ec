/** Characters of more than one byte. The bytes that follow are looked at in any case, and count up to `end`. */

/** 0: not valid. */
// @ts-ignore: decorator
@inline
export function codeOf2(at: usize, end: usize): u32 {
  const pair = <u32>load<u16>(at);
  if ((pair & 0xc0e0) != 0x80c0 || at + 2 > end) return 0;
  const code = ((pair & 0x1f) << 6) | ((pair >> 8) & 0x3f);
  return code >= 0x80 ? code : 0;
}

/** 0: not valid, or beyond U+FFFF. */
// @ts-ignore: decorator
@inline
export function codeOf3(at: usize, end: usize): u32 {
  const first = <u32>load<u8>(at);
  const rest = <u32>load<u16>(at, 1);
  if (first > 0xef || (rest & 0xc0c0) != 0x8080 || at + 3 > end) return 0;
  const code = ((first & 0xf) << 12) | ((rest & 0x3f) << 6) | ((rest >> 8) & 0x3f);
  return code >= 0x800 && (code & 0xf800) != 0xd800 ? code : 0;
}

/** Whether the bytes are valid UTF-8 without a zero byte. */
export function isText(start: usize, end: usize): bool {
  for (let at = start; at < end; ) {
    const bytes = v128.load(at);
    let odd = <u32>i8x16.bitmask(v128.or(bytes, i8x16.eq(bytes, i8x16.splat(0))));
    if (at + 16 > end) odd &= (<u32>1 << <u32>(end - at)) - 1;
    if (odd == 0) {
      at += 16;
      continue;
    }
    at += <usize>ctz(odd);
    const length = charBytes(at, end);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

/** Of a character beyond ASCII: its bytes; 0: not valid. */
function charBytes(at: usize, end: usize): usize {
  const first = load<u8>(at);
  if (first < 0xc0) return 0;
  if (first < 0xe0) return codeOf2(at, end) == 0 ? 0 : 2;
  if (first < 0xf0) return codeOf3(at, end) == 0 ? 0 : 3;
  const rest = load<u32>(at);
  if (first > 0xf4 || at + 4 > end || (rest & 0xc0c0c000) != 0x80808000) return 0;
  const top = ((<u32>first & 7) << 2) | ((rest >> 12) & 3);
  // U+10000 to U+10FFFF.
  return top >= 1 && top <= 16 ? 4 : 0;
}
