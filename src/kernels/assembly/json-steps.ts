/**
 * What JSON lines looked like so far: an automaton, learnt from them, that lines of a known shape are read with.
 *
 *   state = open levels (a bit each, 1: object) u64 | how many u32 | innermost open object with wanted names, as a node,
 *           u32 | first step u32 | next state u32: behind a value, inside of these objects and arrays
 *   step  = text 48 bytes | which of them count (bits) u64 | its length u32 | kind u32 | field (-1: none) i32 |
 *           fields forgotten (bits) u32 | state behind the value u32 | next step of the same state u32
 *
 * A step's text is all that stands between two values that are no objects or arrays: `,"name":"`, `}],"name":`. It holds
 * the quote that a string begins with, the whole of true, false and null, and the line feed at the end.
 *
 * S1. What follows a state depends on nothing but the bytes: a text that was valid behind a state always is.
 * S2. Steps that find no room are used once, in a place of their own. When many did, everything is learnt anew.
 */

export const TEXT_LIMIT: usize = 48;
const STEP: usize = 80;
const STATE: usize = 24;
/** Longer lists of steps would cost more than they save. */
const MOST_STEPS: u32 = 16;
const MOST_MISSES: u32 = 4096;

/** A kind beside those of json-fields: the line's end. */
export const END: u32 = 8;

let base: usize = 0;
let memoryEnd: usize = 0;
let free: usize = 0;
let lastState: usize = 0;
let misses: u32 = 0;

/** A place for one step and one state that are used once, and for the state before the first value. */
export function openSteps(start: usize, end: usize): void {
  base = start;
  memoryEnd = end;
  forgetSteps();
}

function forgetSteps(): void {
  lastState = 0;
  misses = 0;
  free = base + STEP + STATE;
  memory.fill(firstState(), 0, STATE);
  free += STATE;
}

/** At a line's start. */
// @ts-ignore: decorator
@inline
export function relearn(): void {
  if (misses > MOST_MISSES) forgetSteps();
}

// @ts-ignore: decorator
@inline
export function firstState(): usize {
  return base + STEP + STATE;
}

// @ts-ignore: decorator
@inline
export function stateLevels(state: usize): u64 {
  return load<u64>(state);
}

// @ts-ignore: decorator
@inline
export function stateDepth(state: usize): u32 {
  return load<u32>(state, 8);
}

// @ts-ignore: decorator
@inline
export function stateNode(state: usize): usize {
  return load<u32>(state, 12);
}

// @ts-ignore: decorator
@inline
export function firstStep(state: usize): usize {
  return load<u32>(state, 16);
}

/** Whether the step's text stands at `at`. Looks at 48 bytes. */
// @ts-ignore: decorator
@inline
export function stands(step: usize, at: usize): bool {
  const wanted = load<u64>(step, 48);
  const low = same16(step, at);
  if (wanted <= 0xffff) return (low & wanted) == wanted;
  const same = low | (same16(step + 16, at + 16) << 16) | (same16(step + 32, at + 32) << 32);
  return (same & wanted) == wanted;
}

// @ts-ignore: decorator
@inline
function same16(a: usize, b: usize): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b))));
}

// @ts-ignore: decorator
@inline
export function stepLength(step: usize): usize {
  return load<u32>(step, 56);
}

// @ts-ignore: decorator
@inline
export function stepKind(step: usize): u32 {
  return load<u32>(step, 60);
}

// @ts-ignore: decorator
@inline
export function stepField(step: usize): i32 {
  return load<i32>(step, 64);
}

// @ts-ignore: decorator
@inline
export function stepForgets(step: usize): u32 {
  return load<u32>(step, 68);
}

// @ts-ignore: decorator
@inline
export function stepTarget(step: usize): usize {
  return load<u32>(step, 72);
}

// @ts-ignore: decorator
@inline
export function nextStep(step: usize): usize {
  return load<u32>(step, 76);
}

/** Learns what stands at `text` behind `from`, as far as there is room; `levels`, `depth` and `node` are of its target. */
export function learnStep(
  from: usize,
  text: usize,
  length: u32,
  kind: u32,
  field: i32,
  forgets: u32,
  levels: u64,
  depth: u32,
  node: usize,
): usize {
  const once = base;
  let step = once;
  let list = from + 16;
  let steps: u32 = 0;
  for (; load<u32>(list) != 0; list = <usize>load<u32>(list) + 76) steps++;
  const isKept =
    length <= <u32>TEXT_LIMIT &&
    steps < MOST_STEPS &&
    from != once + STEP &&
    free + STEP + STATE <= memoryEnd;
  if (isKept) {
    step = free;
    free += STEP;
    store<u32>(list, <u32>step);
    memory.copy(step, text, TEXT_LIMIT);
    store<u64>(step, ((<u64>1) << length) - 1, 48);
  } else misses++;
  store<u32>(step, length, 56);
  store<u32>(step, kind, 60);
  store<i32>(step, field, 64);
  store<u32>(step, forgets, 68);
  store<u32>(step, <u32>findState(levels, depth, node), 72);
  store<u32>(step, 0, 76);
  return step;
}

function findState(levels: u64, depth: u32, node: usize): usize {
  for (let state = lastState; state != 0; state = <usize>load<u32>(state, 20)) {
    if (stateLevels(state) == levels && stateDepth(state) == depth && stateNode(state) == node) {
      return state;
    }
  }
  let state = base + STEP;
  if (free + STATE <= memoryEnd) {
    state = free;
    free += STATE;
    store<u32>(state, <u32>lastState, 20);
    lastState = state;
  }
  store<u64>(state, levels);
  store<u32>(state, depth, 8);
  store<u32>(state, <u32>node, 12);
  store<u32>(state, 0, 16);
  return state;
}
