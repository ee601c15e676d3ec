/**
 * Twin of src/kernels/assembly/folding.ts: which characters of a run are letters, and the run in lower case.
 *
 * F1. Of characters that their entries leave to the caller, beyond U+FFFF or not valid UTF-8, nothing is said: the whole
 *     run is the caller's.
 */

import { FOLDED_LEFT, FOLDED_LETTER, FOLDED_SHIFT, foldEntries } from "./fold-table.js";

/** Nothing is known of the run; there are ASCII and letters only; there is something else besides. */
export type Run = "left" | "letters" | "mixed";

const NOT_VALID = -1;

/** Lower-cases the characters beyond ASCII where they stand, if asked to; of a run that is left, perhaps some of them. */
export function foldRun(bytes: Uint8Array, start: number, end: number, lower: boolean): Run {
  const entries = foldEntries();
  let letters = FOLDED_LETTER;
  for (let at = start; at < end; ) {
    const first = bytes[at];
    if (first < 0x80) {
      at++;
      continue;
    }
    const code = codeAt(bytes, at, end);
    if (code === NOT_VALID) return "left";
    const entry = entries[code];
    letters &= entry;
    if (lower && entry >> 1 !== 0) {
      if ((entry & FOLDED_LEFT) !== 0) return "left";
      storeCode(bytes, at, code + (entry >> FOLDED_SHIFT));
    }
    at += sizeOf(first);
  }
  return letters === FOLDED_LETTER ? "letters" : "mixed";
}

/** The end of the letters from `start` on, or of what is no letter, in a run that foldRun knew. */
export function endOf(
  what: "letters" | "others",
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  const entries = foldEntries();
  const wanted = what === "letters" ? FOLDED_LETTER : 0;
  let at = start;
  while (at < end) {
    const first = bytes[at];
    const entry = first < 0x80 ? FOLDED_LETTER : entries[codeAt(bytes, at, end)];
    if ((entry & FOLDED_LETTER) !== wanted) break;
    at += sizeOf(first);
  }
  return at;
}

function sizeOf(first: number): number {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : 3;
}

function codeAt(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first < 0xc2 || first > 0xef || at + sizeOf(first) > end) return NOT_VALID;
  const second = bytes[at + 1];
  if ((second & 0xc0) !== 0x80) return NOT_VALID;
  if (first < 0xe0) return ((first & 0x1f) << 6) | (second & 0x3f);
  const third = bytes[at + 2];
  if ((third & 0xc0) !== 0x80) return NOT_VALID;
  const code = ((first & 0xf) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
  return code < 0x800 || (code & 0xf800) === 0xd800 ? NOT_VALID : code;
}

/** `code` has as many bytes as what it replaces. */
function storeCode(bytes: Uint8Array, at: number, code: number): void {
  if (code < 0x800) {
    bytes[at] = 0xc0 | (code >> 6);
    bytes[at + 1] = 0x80 | (code & 0x3f);
    return;
  }
  bytes[at] = 0xe0 | (code >> 12);
  bytes[at + 1] = 0x80 | ((code >> 6) & 0x3f);
  bytes[at + 2] = 0x80 | (code & 0x3f);
}
