/**
 * Facts as JSON text in pieces: the facts of a job of a hundred thousand tasks are megabytes, and a process that
 * writes one down in one go answers nobody for a second.
 *
 * J1. The pieces together are what JSON.stringify gives.
 * J2. What a long fact is about stands at its head: nobody reads megabytes to learn to which job they belong.
 */

import type { Fact } from "../engine/fact.js";

type LongFact = Extract<Fact, { readonly kind: "input-planned" | "stage-added" }>;
/** Long facts may lack what makes them long. */
export type FactOutline =
  | Exclude<Fact, LongFact>
  | Omit<Extract<LongFact, { kind: "input-planned" }>, "input">
  | Omit<Extract<LongFact, { kind: "stage-added" }>, "stage">;

/** Longer lines are looked at no further than this, when that is enough. */
const HEAD_BYTES = 1 << 10;
const LONG_HEAD = /^(\{"at":\d+,"kind":"(?:input-planned|stage-added)","job":"[^"\\]*"),/;

/** Of a fact's text as UTF-8. */
export function outlineOf(line: Buffer): FactOutline {
  if (line.length > HEAD_BYTES) {
    const head = LONG_HEAD.exec(line.toString("latin1", 0, HEAD_BYTES))?.[1];
    if (head !== undefined) return JSON.parse(`${head}}`) as FactOutline;
  }
  return JSON.parse(line.toString("utf8")) as FactOutline;
}

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
