/**
 * The tournament of a merge: which run's record comes next. A tree of losers (Knuth 5.4.1) over eight-byte prefixes, ties
 * broken by the rest of the key, then by the position of the run.
 *
 * A run is 32 bytes: eight key bytes as a number in key order, key start, key end, record end, block end, record start,
 * ended.
 */

import { compareFrom, lengthEnd, orderedWord, readLength } from "./record-bytes";

/** There is a next record, or the end of all runs. */
export const DONE: i32 = -1;

let runs: usize = 0;
let tree: usize = 0;
let size: u32 = 0;
/** The run whose records were found out of order, or -1. */
let disorder: i32 = -1;

export function openTree(runsAt: usize, treeAt: usize, count: u32): void {
  runs = runsAt;
  tree = treeAt;
  size = count;
  disorder = -1;
  memory.fill(runsAt, 0, <usize>count << 5);
  memory.fill(treeAt, 0xff, <usize>max<u32>(1, count) << 2);
}

/** The run whose record is next. */
// @ts-ignore: decorator
@inline
export function current(): usize {
  return runs + (<usize>load<u32>(tree) << 5);
}

/** The run whose records were found out of order since the merge began, or -1. */
export function mergeDisorder(): i32 {
  return disorder;
}

/** A block of at least one record for a run; before the first `merge` of the merge no matches are played. */
export function mergeBlock(run: u32, start: usize, end: usize): void {
  const at = runs + (<usize>run << 5);
  store<u32>(at, <u32>start, 16);
  store<u32>(at, <u32>end, 20);
  // The last key has gone with its block: of the next one only the first eight bytes are compared with it.
  store<u64>(at, 0, 8);
  parse(at);
}

export function mergeEnded(run: u32): void {
  const at = runs + (<usize>run << 5);
  store<u64>(at, -1);
  store<u32>(at, 1, 28);
}

/** Every run has its block or has ended. */
export function mergeBuild(): void {
  for (let leaf = <i32>size - 1; leaf >= 0; leaf--) enter(leaf);
}

/** After a block or end of the run that `merge` asked for. */
export function mergeReplay(): void {
  climb(load<u32>(tree));
}

/** Goes on to the run's next record: the number of the run when it needs a block first, or DONE. */
// @ts-ignore: decorator
@inline
export function advance(run: usize): i32 {
  if (load<u32>(run, 16) == load<u32>(run, 20)) return load<u32>(tree);
  parse(run);
  climb(load<u32>(tree));
  return DONE;
}

/** The record behind the run's last one; blocks are checked before they come here. */
// @ts-ignore: decorator
@inline
function parse(run: usize): void {
  const from = <usize>load<u32>(run, 16);
  const frame = <u32>load<u16>(from);
  let key: usize;
  let keyLength: u32;
  let valueLength: u32;
  if ((frame & 0x8080) == 0) {
    key = from + 2;
    keyLength = frame & 0xff;
    valueLength = frame >> 8;
  } else {
    keyLength = readLength(from, from + 5);
    valueLength = readLength(lengthEnd, lengthEnd + 5);
    key = lengthEnd;
  }
  const word = orderedWord(key, keyLength);
  const last = load<u64>(run);
  if (word <= last && (word < last || isBefore(key, keyLength, run))) {
    disorder = <i32>((run - runs) >> 5);
  }
  store<u64>(run, word);
  store<u32>(run, <u32>key, 8);
  store<u32>(run, <u32>key + keyLength, 12);
  store<u32>(run, <u32>key + keyLength + valueLength, 16);
  store<u32>(run, <u32>from, 24);
}

/** Whether the key comes before the run's last one in the same block, when their first eight bytes are equal. */
function isBefore(key: usize, length: u32, run: usize): bool {
  const lastStart = <usize>load<u32>(run, 8);
  const lastEnd = <usize>load<u32>(run, 12);
  return compareFrom(key + 8, key + length, lastStart + 8, lastEnd) < 0;
}

// @ts-ignore: decorator
@inline
function climb(leaf: u32): void {
  let winner = leaf;
  let word = load<u64>(runs + (<usize>leaf << 5));
  for (let node = (leaf + size) >> 1; node > 0; node >>= 1) {
    const at = tree + (<usize>node << 2);
    const loser = load<u32>(at);
    const other = load<u64>(runs + (<usize>loser << 5));
    let loses = <u32>(other < word);
    if (other == word) loses = <u32>tiedBefore(loser, winner);
    // Who wins is a coin's toss: exchanged by arithmetic, as a branch would be mispredicted every other time.
    const swap = (winner ^ loser) & (0 - loses);
    store<u32>(at, loser ^ swap);
    winner ^= swap;
    word ^= (word ^ other) & (0 - <u64>loses);
  }
  store<u32>(tree, winner);
}

/** A leaf takes its place while matches are still missing: the first to arrive at one waits for the other. */
function enter(leaf: u32): void {
  let winner = leaf;
  for (let node = (leaf + size) >> 1; node > 0; node >>= 1) {
    const at = tree + (<usize>node << 2);
    const waiting = load<i32>(at);
    if (waiting < 0) {
      store<u32>(at, winner);
      return;
    }
    const word = load<u64>(runs + (<usize>winner << 5));
    const other = load<u64>(runs + (<usize>waiting << 5));
    if (other < word || (other == word && tiedBefore(waiting, winner))) {
      store<u32>(at, winner);
      winner = waiting;
    }
  }
  store<u32>(tree, winner);
}

/** Whether run `a` comes before run `b`; their words are equal. */
function tiedBefore(a: u32, b: u32): bool {
  const left = runs + (<usize>a << 5);
  const right = runs + (<usize>b << 5);
  const leftEnded = load<u32>(left, 28);
  const rightEnded = load<u32>(right, 28);
  if ((leftEnded | rightEnded) != 0) return leftEnded == rightEnded ? a < b : rightEnded != 0;
  const aStart = <usize>load<u32>(left, 8);
  const aEnd = <usize>load<u32>(left, 12);
  const bStart = <usize>load<u32>(right, 8);
  const bEnd = <usize>load<u32>(right, 12);
  const order = compareFrom(aStart + 8, aEnd, bStart + 8, bEnd);
  return order == 0 ? a < b : order < 0;
}
