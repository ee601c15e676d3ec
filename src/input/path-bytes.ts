/**
 * File names as strings, without losing the ones that are not valid UTF-8.
 *
 * Owns: the spelling of such names. Talks to: nobody.
 *
 * On disk a name is bytes; in plans and messages it is a string. Each byte that is no part of valid UTF-8 is spelt as
 * one lone surrogate, U+DC80..U+DCFF, which no valid name can contain. JSON carries lone surrogates unharmed.
 *
 * P1. pathBytes(pathText(bytes)) equals bytes, for every name a file system can hold.
 * P2. A path is handed to the operating system only through `pathBytes` or when it has no escapes.
 */

const ESCAPE_BASE = 0xdc00;
const ESCAPES = /[\uDC80-\uDCFF]/;
const LONE_ESCAPES = /(?<![\uD800-\uDBFF])[\uDC80-\uDCFF]/g;

/** The string spelling of a name that came from the operating system as bytes. */
export function pathText(bytes: Buffer): string {
  const plain = bytes.toString("utf8");
  if (!plain.includes("\uFFFD") || Buffer.from(plain, "utf8").equals(bytes)) return plain;
  let text = "";
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) {
      text += String.fromCharCode(ESCAPE_BASE + (bytes[index] as number));
      index += 1;
    } else {
      text += bytes.toString("utf8", index, index + length);
      index += length;
    }
  }
  return text;
}

/** What the operating system must be given: the text itself, or its bytes when it has escapes. */
export function pathBytes(text: string): string | Buffer {
  if (!ESCAPES.test(text) || !hasLoneEscape(text)) return text;
  return encodePath(text);
}

/** The bytes of a name, for sorting by bytes. */
export function encodePath(text: string): Buffer {
  if (!hasLoneEscape(text)) return Buffer.from(text, "utf8");
  const pieces: Buffer[] = [];
  let start = 0;
  for (const match of text.matchAll(LONE_ESCAPES)) {
    pieces.push(Buffer.from(text.slice(start, match.index), "utf8"));
    pieces.push(Buffer.from([match[0].charCodeAt(0) - ESCAPE_BASE]));
    start = match.index + 1;
  }
  pieces.push(Buffer.from(text.slice(start), "utf8"));
  return Buffer.concat(pieces);
}

/** For messages: bytes that are no UTF-8 are shown as U+FFFD. */
export function printablePath(text: string): string {
  return text.replace(LONE_ESCAPES, "\uFFFD");
}

function hasLoneEscape(text: string): boolean {
  return text.search(LONE_ESCAPES) >= 0;
}

/** Length of the valid UTF-8 sequence at `index`, or 0. */
function sequenceLength(bytes: Buffer, index: number): number {
  const first = bytes[index] as number;
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length === 0 || index + length > bytes.length) return 0;
  const piece = bytes.subarray(index, index + length);
  return Buffer.from(piece.toString("utf8"), "utf8").equals(piece) ? length : 0;
}
