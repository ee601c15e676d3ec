/**
 * Facts as JSON text in pieces: the facts of a job of a hundred thousand tasks are megabytes, and a process that
 * writes one down in one go answers nobody for a second.
 *
 * J1. The pieces together are what JSON.stringify gives.
 */

import type { Fact } from "../engine/fact.js";

/** Members of a list that make up one piece. */
const SLICE = 500;

/** Most facts are one piece. */
export function* factPieces(fact: Fact): Generator<string> {
  if (fact.kind === "input-planned" || fact.kind === "stage-added") yield* piecesOf(fact);
  else yield JSON.stringify(fact);
}

function* piecesOf(value: unknown): Generator<string> {
  if (Array.isArray(value) && value.length > SLICE) {
    for (let start = 0; start < value.length; start += SLICE) {
      const text = JSON.stringify(value.slice(start, start + SLICE)).slice(1, -1);
      yield `${start === 0 ? "[" : ","}${text}`;
    }
    yield "]";
  } else if (typeof value === "object" && value !== null && hasLongList(value)) {
    let before = "{";
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      yield `${before}${JSON.stringify(name)}:`;
      yield* piecesOf(member);
      before = ",";
    }
    yield "}";
  } else {
    yield JSON.stringify(value);
  }
}

/** Not in lists: what is in there is written slice by slice. */
function hasLongList(value: object): boolean {
  if (Array.isArray(value)) return value.length > SLICE;
  return Object.values(value).some(
    (member) => typeof member === "object" && member !== null && hasLongList(member),
  );
}
