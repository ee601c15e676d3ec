/**
 * Counts the quotes in a block: the quick half of finding out what lies inside quotes.
 *
 * Owns: nothing but the loop. Talks to: nobody.
 */

const QUOTE = 34;
/** Quotes closer than this are counted byte by byte: a search for each would cost more. */
const SPARSE_BYTES = 64;
const DENSE_RUN_BYTES = 4096;

/** Number of quotes in `bytes[start..end)`. */
export function countQuotes(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  let index = start;
  while (index < end) {
    const quote = bytes.indexOf(QUOTE, index);
    if (quote < 0 || quote >= end) break;
    count += 1;
    const dense = quote - index < SPARSE_BYTES;
    index = quote + 1;
    if (!dense) continue;
    const runEnd = Math.min(end, index + DENSE_RUN_BYTES);
    for (; index < runEnd; index += 1) count += bytes[index] === QUOTE ? 1 : 0;
  }
  return count;
}
