// layout
const SLOT: usize = 32;
let tableBase: usize = 0;
let shift: u64 = 0;
let mask: u32 = 0;
let used: u32 = 0;
let arena: usize = 0;
let arenaEnd: usize = 0;
export function init(base: usize, logSlots: u32, arenaBase: usize, arenaLimit: usize): void {
  tableBase = base; shift = 64 - logSlots; mask = (1 << logSlots) - 1; used = 0; arena = arenaBase; arenaEnd = arenaLimit;
  memory.fill(base, 0, SLOT << logSlots);
}
export function distinct(): u32 { return used; }
export function arenaTop(): usize { return arena; }
// @ts-ignore
@inline function add(p: usize, len: u32): void {
  let prefix: u64;
  let h: u64;
  if (len <= 8) {
    prefix = load<u64>(p);
    if (len < 8) prefix &= (<u64>1 << (<u64>len << 3)) - 1;
    h = (prefix ^ <u64>len) * 0x9E3779B97F4A7C15;
  } else {
    prefix = load<u64>(p);
    h = (prefix ^ <u64>len) * 0x9E3779B97F4A7C15;
    let q = p + 8; const last = p + len - 8;
    while (q < last) { h = (rotl<u64>(h, 29) ^ load<u64>(q)) * 0x9E3779B97F4A7C15; q += 8; }
    h = (rotl<u64>(h, 29) ^ load<u64>(last)) * 0x9E3779B97F4A7C15;
  }
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93;
  let i = <u32>(h >> shift);
  while (true) {
    const s = tableBase + (<usize>i << 5);
    const l = load<u32>(s, 8);
    if (l == len && load<u64>(s) == prefix) {
      if (len <= 8 || same(load<u32>(s, 12), p, len)) { store<u64>(s, load<u64>(s, 16) + 1, 16); return; }
    } else if (l == 0) {
      store<u64>(s, prefix); store<u32>(s, len, 8); store<u64>(s, 1, 16);
      store<u32>(s, <u32>arena, 12);
      memory.copy(arena, p, len); arena += (len + 7) & ~7;
      used++;
      return;
    }
    i = (i + 1) & mask;
  }
}
function same(a: usize, b: usize, len: u32): bool {
  const end = b + len - 8;
  a += 8; b += 8;
  while (b < end) { if (load<u64>(a) != load<u64>(b)) return false; a += 8; b += 8; }
  const d = b - end;
  return load<u64>(a - d) == load<u64>(end);
}
// @ts-ignore
@inline function wsMask(p: usize): u32 {
  const v = v128.load(p);
  const sp = i8x16.eq(v, i8x16.splat(32));
  const ctl = i8x16.lt_u(i8x16.sub(v, i8x16.splat(9)), i8x16.splat(5));
  return <u32>i8x16.bitmask(v128.or(sp, ctl));
}
/** tokens in [start,end); end must be whitespace-terminated or final */
export function count(start: usize, end: usize): void {
  let tok = start;
  let p = start;
  while (p + 64 <= end) {
    let m: u64 = <u64>wsMask(p) | (<u64>wsMask(p + 16) << 16) | (<u64>wsMask(p + 32) << 32) | (<u64>wsMask(p + 48) << 48);
    while (m != 0) {
      const at = p + <usize>ctz(m);
      m &= m - 1;
      const len = <u32>(at - tok);
      if (len > 0) add(tok, len);
      tok = at + 1;
    }
    p += 64;
  }
  while (p < end) {
    const c = load<u8>(p);
    if (c == 32 || (c - 9) < 5) { if (p > tok) add(tok, <u32>(p - tok)); tok = p + 1; }
    p++;
  }
  if (end > tok) add(tok, <u32>(end - tok));
}
