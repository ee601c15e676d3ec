/**
 * Where pairs go: the collector of a shuffle, the job's output, the map of a next step...
 *
 * Owns: the interface between the stages of a task's pipeline, and the ways in which pairs arrive.
 *
 * A1. `emit` is one closure, made once: calling it allocates nothing.
 * A2. `finish` or `abort` is called once, last; `finish` passes on to what lies behind, `abort` undoes.
 */

import type { PairSink } from "../../input/extractors/extractor.js";
import type { TaskOutput } from "../../engine/graph.js";
import { decodeText } from "../../kernels/text.js";
import type { Emit } from "../definition.js";

export interface PairTarget {
  readonly emit: Emit;
  /** The way in for declared extractors: bytes of the block, no strings. */
  readonly pairs: PairSink;
  /** A line of a command, without its LF: `key TAB value`. */
  line(bytes: Buffer, start: number, end: number): void;
  /** Not null: the target is full, go on when it resolves. */
  drained(): Promise<void> | null;
  finish(): Promise<void>;
  abort(): void;
}

/** The end of a pipeline. */
export interface TaskSink extends PairTarget {
  /** After `finish`. */
  result(): { readonly output: TaskOutput; readonly spills: number };
}

const TAB = 0x09;

/** Extractors' pairs for targets that want keys as strings. */
export function pairsFromEmit(emit: Emit): PairSink {
  return {
    addKey(bytes, start, end, value) {
      emit(decodeText(bytes, start, end), value);
    },
    addKeyBytes(bytes, start, end, value, valueStart, valueEnd) {
      emit(decodeText(bytes, start, end), decodeText(value, valueStart, valueEnd));
    },
  };
}

/** A command's line as a pair of strings; without a TAB the whole line is the key and the value is null. */
export function emitLine(emit: Emit, bytes: Buffer, start: number, end: number): void {
  const tab = findTab(bytes, start, end);
  const value = tab === -1 ? null : decodeText(bytes, tab + 1, end);
  emit(decodeText(bytes, start, tab === -1 ? end : tab), value);
}

/** -1 when there is none. */
export function findTab(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at += 1) if (bytes[at] === TAB) return at;
  return -1;
}
