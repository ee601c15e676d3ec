/**
 * A key as text (src/output/record-format.ts). Raw keys are shown as they are; of tagged ones (src/shuffle/encoding/key-codec.ts)
 * strings, bytes and whole numbers are known here.
 */

import { writeWhole } from "./numbers";
import { isText } from "./utf8";

const TAG_NUMBER: u8 = 5;
const TAG_BYTES: u8 = 6;
const TAG_STRING: u8 = 7;
const SAFE: f64 = 9007199254740991;

const digits = memory.data(32, 16);

let tagged: bool = false;

/** After `showKey`: its text. */
export let shownAt: usize = 0;
export let shownBytes: usize = 0;

export function showTagged(isTagged: bool): void {
  tagged = isTagged;
}

/** False: the caller knows how. */
// @ts-ignore: decorator
@inline
export function showKey(key: usize, length: usize): bool {
  if (tagged) return showTaggedKey(key, length);
  shownAt = key;
  shownBytes = length;
  return true;
}

function showTaggedKey(key: usize, length: usize): bool {
  const tag = load<u8>(key);
  if (tag == TAG_NUMBER) return showNumber(bswap<u64>(load<u64>(key, 1)));
  if (tag != TAG_STRING && tag != TAG_BYTES) return false;
  // A zero byte behind them.
  shownAt = key + 1;
  shownBytes = length - 2;
  const end = shownAt + shownBytes;
  return tag == TAG_STRING ? isText(shownAt, end) : !hasZero(shownAt, end);
}

/** Escaped zero bytes are two. */
function hasZero(at: usize, end: usize): bool {
  while (at < end) if (load<u8>(at++) == 0) return true;
  return false;
}

/** `ordered`: the bits of a double, so that they have its order. */
function showNumber(ordered: u64): bool {
  const sign = (<u64>1) << 63;
  const value = reinterpret<f64>((ordered & sign) != 0 ? ordered ^ sign : ~ordered);
  if (trunc(value) != value || abs(value) > SAFE) return false;
  shownAt = digits;
  shownBytes = writeWhole(digits, <i64>value) - digits;
  return true;
}
