/**
 * Reads a JSON line: its wanted fields, and whether it is valid. The automaton of json-steps takes what it knows;
 * what it does not know is explored byte by byte, and learnt.
 *
 * L1. A line that is not valid, or odd, is refused; the caller reads it. Odd is what is nested too deeply, a name with
 *     escapes, and an object that is wanted itself and has wanted names.
 */

import {
  ESCAPED,
  FALSE,
  fieldsOf,
  findBelow,
  forgetFields,
  NESTED,
  nodeAbove,
  nodeDepth,
  nodeField,
  nodeHasBelow,
  NULL,
  NUMBER,
  place,
  STRING,
  TRUE,
} from "./json-fields";
import {
  DEEPEST,
  hadEscapes,
  skipColon,
  skipNumber,
  skipSpace,
  skipString,
  skipValue,
} from "./json-scan";
import {
  END,
  firstState,
  firstStep,
  learnStep,
  nextStep,
  relearn,
  stands,
  stateDepth,
  stateLevels,
  stateNode,
  stepField,
  stepForgets,
  stepKind,
  stepLength,
  stepTarget,
} from "./json-steps";

/** Returns the address behind the line feed, or 0. */
export function readLine(at: usize, top: usize): usize {
  forgetFields(~0);
  relearn();
  let state = firstState();
  let step = firstStep(state);
  while (true) {
    while (step != 0 && !stands(step, at)) step = nextStep(step);
    if (step == 0) step = explore(state, at, top);
    if (step == 0) return 0;
    const kind = stepKind(step);
    let start = at + stepLength(step);
    let end = start;
    if (kind == STRING) end = skipString(start);
    else if (kind == NUMBER) {
      end = skipNumber(start);
      if (end == 0) {
        // Perhaps another step has this text and more.
        step = nextStep(step);
        continue;
      }
    } else if (kind == NESTED) end = skipValue(--start);
    else if (kind != END) start -= kind == FALSE ? 5 : 4;
    if (end == 0) return 0;
    const forgets = stepForgets(step);
    if (forgets != 0) forgetFields(forgets);
    if (kind == END) return end;
    const field = stepField(step);
    if (field >= 0) {
      if (kind != STRING) place(field, kind, start, end);
      else place(field, hadEscapes() ? ESCAPED : STRING, start, end - 1);
    }
    at = end;
    state = stepTarget(step);
    step = firstStep(state);
  }
}

/** The node of the name that `member` read. */
let named: usize = 0;

/** Goes from behind a value to the next one that is no object or array, or to the line's end; 0: no such step. */
function explore(state: usize, from: usize, top: usize): usize {
  let levels = stateLevels(state);
  let depth = stateDepth(state);
  let node = stateNode(state);
  let forgets: u32 = 0;
  let at = from;
  let isBehind = state != firstState();
  named = top;
  while (true) {
    if (isBehind) {
      at = skipSpace(at);
      const byte = load<u8>(at);
      if (depth == 0) {
        if (byte != 10) return 0;
        return learnStep(state, from, <u32>(at + 1 - from), END, -1, forgets, 0, 0, 0);
      }
      const isObject = (levels & 1) != 0;
      if (byte == (isObject ? 125 : 93)) {
        if (depth == nodeDepth(node)) node = nodeAbove(node);
        levels >>= 1;
        depth--;
        at++;
        continue;
      }
      if (byte != 44) return 0;
      at = skipSpace(at + 1);
      named = 0;
      if (isObject) at = member(at, depth == nodeDepth(node) ? node : 0);
      if (at == 0) return 0;
    }
    const byte = load<u8>(at);
    const field = named == 0 ? -1 : nodeField(named);
    if (named != 0) forgets |= fieldsOf(named);
    const isObject = byte == 123;
    const descends = isObject && named != 0 && nodeHasBelow(named);
    if ((isObject || byte == 91) && field < 0) {
      if (depth == DEEPEST) return 0;
      levels = (levels << 1) | (isObject ? 1 : 0);
      depth++;
      if (descends) node = named;
      at = skipSpace(at + 1);
      isBehind = load<u8>(at) == byte + 2;
      if (isBehind) continue;
      named = 0;
      if (isObject) at = member(at, descends ? node : 0);
      if (at == 0) return 0;
      continue;
    }
    if (descends) return 0;
    const kind = kindAt(at);
    const behind = at + textSize(kind);
    if (kind == 0) return 0;
    if (field >= 0) forgets &= ~((<u32>1) << field);
    return learnStep(state, from, <u32>(behind - from), kind, field, forgets, levels, depth, node);
  }
}

/** Steps over a name and its colon, to its value; `node`: whose names are wanted, or 0. */
function member(at: usize, node: usize): usize {
  if (load<u8>(at) != 34) return 0;
  const end = skipString(at + 1);
  if (end == 0 || (node != 0 && hadEscapes())) return 0;
  named = node == 0 ? 0 : findBelow(node, at + 1, <u32>(end - at - 2));
  return skipColon(end);
}

/** 0: no value begins here. */
function kindAt(at: usize): u32 {
  switch (load<u8>(at)) {
    case 34:
      return STRING;
    case 91:
    case 123:
      return NESTED;
    case 116:
      return load<u32>(at) == 0x65757274 ? TRUE : 0;
    case 102:
      return load<u32>(at + 1) == 0x65736c61 ? FALSE : 0;
    case 110:
      return load<u32>(at) == 0x6c6c756e ? NULL : 0;
    default:
      return skipNumber(at) == 0 ? 0 : NUMBER;
  }
}

/** How much of a value belongs to the text before it. */
function textSize(kind: u32): usize {
  if (kind == NUMBER) return 0;
  if (kind == STRING || kind == NESTED) return 1;
  return kind == FALSE ? 5 : 4;
}
