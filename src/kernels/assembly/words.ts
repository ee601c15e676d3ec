/** Words, each with its tail counted with the value 1; see extractors/words.ts. */

import {
  foldRun,
  LEFT_TO_CALLER,
  LETTERS,
  lettersEnd,
  lettersStart,
  wantsFolding,
} from "./folding";
import { blanks64, high64, letters64, lower16 } from "./masks";
import { ASKED, begin, leave, LISTED, READ, stop } from "./reading";
import { addedKeys, addWaiting } from "./table-batch";
import { addWord, beginWords, stopWords } from "./tail";

/** `final`: the window ends where the block ends, and so does its last word. */
export function words(start: usize, end: usize, final: bool): usize {
  begin();
  beginWords();
  let word = start;
  for (let at = start; at < end; at += 64) {
    let mask = blanks64(at);
    if (at + 64 > end) mask &= ((<u64>1) << (<u64>(end - at))) - 1;
    while (mask != 0) {
      const blank = at + <usize>ctz(mask);
      mask &= mask - 1;
      if (blank > word && !addWord(word, blank)) return stopWords();
      word = blank + 1;
    }
  }
  if (final && word < end) {
    if (!addWord(word, end)) return stopWords();
    word = end;
  }
  if (!addWaiting()) return stopWords();
  stop(READ, addedKeys());
  return word;
}

/** Where the kernel stops. */
let stopped: usize = 0;

/**
 * With `letters`, words are runs of letters; with `lower`, the window is lower-cased as it goes. A run that is not ASCII and
 * that the table of characters leaves to the caller is listed, as it was.
 */
export function foldedWords(
  start: usize,
  end: usize,
  final: bool,
  letters: bool,
  lower: bool,
): usize {
  begin();
  beginWords();
  if (lower) for (let at = start; at < end; at += 16) lower16(at);
  let run = start;
  /** The run began before these 64 bytes and is not ASCII. */
  let carried = false;
  for (let at = start; at < end; at += 64) {
    let between = letters ? ~letters64(at) : blanks64(at);
    let high = high64(at);
    if (letters) between &= ~high;
    if (at + 64 > end) {
      const inside = ((<u64>1) << (<u64>(end - at))) - 1;
      between &= inside;
      high &= inside;
    }
    while (between != 0) {
      const bit = ctz(between);
      const before = ((<u64>1) << bit) - 1;
      between &= between - 1;
      const runEnd = at + <usize>bit;
      if (runEnd > run) {
        const isHigh = carried || (high & before) != 0;
        if (!takeRun(run, runEnd, isHigh, letters, lower)) return stopped;
      }
      high &= ~before;
      carried = false;
      run = runEnd + 1;
    }
    carried = carried || high != 0;
  }
  if (final && run < end) {
    if (!takeRun(run, end, carried, letters, lower)) return stopped;
    run = end;
  }
  if (!addWaiting()) return stopWords();
  stop(READ, addedKeys());
  return run;
}

/** False: the kernel stops at `stopped`. */
// @ts-ignore: decorator
@inline
function takeRun(start: usize, end: usize, isHigh: bool, letters: bool, lower: bool): bool {
  return isHigh ? takeHighRun(start, end, letters, lower) : takeWord(start, end);
}

// @ts-ignore: decorator
@inline
function takeWord(start: usize, end: usize): bool {
  return addWord(start, end) || stopAt(stopWords());
}

function takeHighRun(start: usize, end: usize, letters: bool, lower: bool): bool {
  if (wantsFolding()) return askForTable(start);
  const found = foldRun(start, end, lower);
  if (found == LEFT_TO_CALLER) return leaveRun(start, end);
  if (!letters || found == LETTERS) return takeWord(start, end);
  for (let at = lettersStart(start, end); at < end; at = lettersStart(at, end)) {
    const wordEnd = lettersEnd(at, end);
    if (!takeWord(at, wordEnd)) return false;
    at = wordEnd;
  }
  return true;
}

function leaveRun(start: usize, end: usize): bool {
  // A key that has no room must not lie before a run that was listed.
  if (!addWaiting()) return stopAt(stopWords());
  if (leave(start, end)) return true;
  stop(LISTED, addedKeys());
  return stopAt(start);
}

function askForTable(start: usize): bool {
  if (!addWaiting()) return stopAt(stopWords());
  stop(ASKED, addedKeys());
  return stopAt(start);
}

function stopAt(address: usize): bool {
  stopped = address;
  return false;
}
