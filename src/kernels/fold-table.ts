/**
 * What is known of characters beyond ASCII: which are letters, and what each is in lower case. Asked of this JavaScript
 * engine once a process, so that kernels, twins and strings say the same, whatever version of Unicode it knows.
 *
 * Owns: the entries, and the table that src/kernels/assembly/folding.ts reads. Talks to: nobody.
 *
 *   entry: 1 a letter (\p{L}) | 2 left to the caller when lower-cased | from bit 2: lower case - code point, signed
 *   table: for every 64 code points the number of their page, u16 | pages of 64 entries
 *
 * T1. A character is lower-cased by its entry if that gives one character of as many bytes that stays as it is, whatever
 *     stands around it; all others are left to the caller.
 * T2. The first 32 pages are those of the characters of two bytes, in their order.
 */

export const FOLDED_LETTER = 1;
export const FOLDED_LEFT = 2;
export const FOLDED_SHIFT = 2;
const MOST_DELTA = 8191;

const CHARACTERS = 0x10000;
const PAGE_CHARACTERS = 64;
const OWN_PAGES = 32;
/** Its lower case depends on what stands around it. */
const CAPITAL_SIGMA = "\u03a3";

let entries: Int16Array | null = null;

/** Of all characters up to U+FFFF. It takes some milliseconds to make: not for what may not need it. */
export function foldEntries(): Int16Array {
  entries ??= makeEntries();
  return entries;
}

function makeEntries(): Int16Array {
  const codes = new Uint16Array(CHARACTERS);
  for (let code = 0; code < CHARACTERS; code++) codes[code] = code;
  const text = Buffer.from(codes.buffer).toString("utf16le");
  const made = new Int16Array(CHARACTERS);
  for (const { 0: run, index } of text.matchAll(/\p{L}+/gu)) {
    made.fill(FOLDED_LETTER, index, index + run.length);
  }
  for (let start = 0; start < CHARACTERS; start += PAGE_CHARACTERS) {
    const page = text.slice(start, start + PAGE_CHARACTERS);
    if (page.toLowerCase() === page) continue;
    for (let i = 0; i < PAGE_CHARACTERS; i++) made[start + i] |= foldOf(page.charAt(i));
  }
  return made;
}

/** The entry but for the letter. */
function foldOf(character: string): number {
  const lower = character.toLowerCase();
  if (lower === character) return 0;
  const delta = lower.charCodeAt(0) - character.charCodeAt(0);
  const isSimple =
    lower.length === 1 &&
    lower.toLowerCase() === lower &&
    Math.abs(delta) <= MOST_DELTA &&
    Buffer.byteLength(lower) === Buffer.byteLength(character) &&
    character !== CAPITAL_SIGMA;
  return isSimple ? delta << FOLDED_SHIFT : FOLDED_LEFT;
}

let table: Buffer | null = null;

export function foldTable(): Buffer {
  table ??= makeTable(foldEntries());
  return table;
}

function makeTable({ buffer }: Int16Array): Buffer {
  const numbers = new Uint16Array(CHARACTERS / PAGE_CHARACTERS);
  const pages: Buffer[] = [];
  const known = new Map<string, number>();
  for (let number = 0; number < numbers.length; number++) {
    const page = Buffer.from(buffer, number * PAGE_CHARACTERS * 2, PAGE_CHARACTERS * 2);
    const content = page.toString("latin1");
    const same = number < OWN_PAGES ? undefined : known.get(content);
    if (same === undefined) known.set(content, pages.push(page) - 1);
    numbers[number] = same ?? pages.length - 1;
  }
  return Buffer.concat([Buffer.from(numbers.buffer), ...pages]);
}
