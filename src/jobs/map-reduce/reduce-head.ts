/**
 * The head of a reduce task: groups of one partition through the step's reduce, in key order.
 *
 * Owns: which of the four ways a step reduces (aggregate, keys alone, function, command).
 *
 * R1. Declared reduces write bytes straight to the job's output when that is what follows.
 * R2. Where segments hold accumulators of a combiner, a function or command sees one value a key: the combined one.
 */

import type { RecordDigest } from "../../engine/graph.js";
import { SortableLines } from "../../input/sortable-lines.js";
import { ownBytes } from "../../kernels/bytes.js";
import type { GroupCursor } from "../../shuffle/merge.js";
import type { JobContext, Key, KeyReduction, ReduceFunction, Step } from "../definition.js";
import type { CommandProcess } from "./command-process.js";
import { eachGroup } from "./group-source.js";
import { LineBuffer } from "./line-buffer.js";
import { describeKey, locate, refuseResult } from "./located-error.js";
import { runClose, runSetup } from "./map-operator.js";
import type { PairTarget } from "./pair-target.js";
import { PartSink } from "./part-sink.js";
import type { TaskFrame } from "./task-frame.js";
import { isAggregate } from "./user-functions.js";

export interface GroupReading {
  readonly frame: TaskFrame;
  readonly cursor: GroupCursor;
  readonly step: Step;
}

/** Declared reductions and functions. */
export async function reduceGroups(
  { frame, cursor, step }: GroupReading,
  context: JobContext,
  target: PairTarget,
): Promise<RecordDigest> {
  await runSetup(step, context);
  const visit = reducerOf(step, cursor, context, target);
  const digest = await eachGroup(frame, cursor, visit, () => target.drained());
  await runClose(step, target.emit, context);
  await target.finish();
  return digest;
}

function reducerOf(
  step: Step,
  cursor: GroupCursor,
  context: JobContext,
  target: PairTarget,
): () => void {
  const { reduce } = step;
  if (typeof reduce === "function") return callReduce(step, reduce, cursor, context, target);
  if (isAggregate(reduce)) return writeAggregate(step, cursor, target);
  if (reduce !== null && reduce.kind === "keys") return writeKeys(step, reduce, cursor, target);
  return passPairs(cursor, target);
}

function callReduce(
  step: Step,
  reduce: ReduceFunction,
  cursor: GroupCursor,
  context: JobContext,
  target: PairTarget,
): () => void {
  const { emit } = target;
  return () => {
    const key = keyOf(step, cursor);
    try {
      const result: unknown = reduce(key, cursor.values(), emit, context);
      if (result !== undefined) refuseResult(result, "reduce");
    } catch (error) {
      throw locate(error, () => describeKey(key));
    }
  };
}

function writeAggregate(step: Step, cursor: GroupCursor, target: PairTarget): () => void {
  if (target instanceof PartSink && step.keys === "raw") {
    const { writer } = target;
    return () => {
      const { bytes, start, end } = cursor.keyBytes();
      writer.writeKeyBytes(bytes, start, end, cursor.aggregated());
    };
  }
  return () => {
    const key = keyOf(step, cursor);
    target.emit(key, cursor.aggregated());
  };
}

function writeKeys(
  step: Step,
  { repeated, order }: KeyReduction,
  cursor: GroupCursor,
  target: PairTarget,
): () => void {
  const times = repeated ? () => cursor.count() : () => 1;
  const sortable = order === undefined ? null : new SortableLines(order);
  if (target instanceof PartSink && step.keys === "raw") {
    const { writer } = target;
    return () => {
      const { bytes, start, end } = lineOf(cursor.keyBytes(), sortable);
      for (let left = times(); left > 0; left -= 1) writer.writeLine(bytes, start, end);
    };
  }
  return () => {
    const { bytes, start, end } = lineOf(cursor.keyBytes(), sortable);
    const key = sortable === null ? keyOf(step, cursor) : ownBytes(bytes, start, end);
    for (let left = times(); left > 0; left -= 1) target.emit(key, null);
  };
}

type KeyBytes = ReturnType<GroupCursor["keyBytes"]>;

/** The line that a key stands for. */
function lineOf(key: KeyBytes, sortable: SortableLines | null): KeyBytes {
  if (sortable === null) return key;
  sortable.decode(key.bytes, key.start, key.end);
  return { bytes: sortable.bytes, start: 0, end: sortable.length - 1 };
}

/** `carry`: what was laid down goes on as it is. */
export function passPairs(cursor: GroupCursor, target: PairTarget): () => void {
  return () => {
    const key = cursor.key();
    for (const value of cursor.values()) target.emit(key, value);
  };
}

/** Feeds the groups to a command as sorted lines. */
export async function feedGroups(
  { frame, cursor, step }: GroupReading,
  command: CommandProcess,
): Promise<RecordDigest> {
  const feed = new GroupFeed(step, cursor, command);
  const digest = await eachGroup(frame, cursor, feed.visit, () => null);
  await feed.flush();
  return digest;
}

const BLOCK_BYTES = 64 * 1024;

class GroupFeed {
  readonly #lines = new LineBuffer();
  readonly #step: Step;
  readonly #cursor: GroupCursor;
  readonly #command: CommandProcess;
  #wanted = true;

  constructor(step: Step, cursor: GroupCursor, command: CommandProcess) {
    this.#step = step;
    this.#cursor = cursor;
    this.#command = command;
  }

  readonly visit = (): Promise<void> | null => {
    const append = this.#appender();
    const values = this.#cursor.values()[Symbol.iterator]();
    return this.#fill(values, append) ? this.#fillOn(values, append) : null;
  };

  async flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const block = this.#lines.take();
    if (this.#wanted) this.#wanted = await this.#command.write(block);
  }

  #appender(): (value: unknown) => void {
    const lines = this.#lines;
    if (this.#step.keys === "raw") {
      const { bytes, start, end } = this.#cursor.keyBytes();
      return (value) => lines.pairOfKeyBytes(bytes, start, end, value);
    }
    const key = this.#cursor.key();
    return (value) => lines.pair(key, value);
  }

  /** True: a block is full and there may be more values. */
  #fill(values: Iterator<unknown>, append: (value: unknown) => void): boolean {
    while (this.#wanted) {
      const next = values.next();
      if (next.done === true) return false;
      append(next.value);
      if (this.#lines.length >= BLOCK_BYTES) return true;
    }
    return false;
  }

  /** A group may be larger than memory: lines go out while its values are still read. */
  async #fillOn(values: Iterator<unknown>, append: (value: unknown) => void): Promise<void> {
    do await this.flush();
    while (this.#fill(values, append));
  }
}

function keyOf(step: Step, cursor: GroupCursor): Key {
  if (step.keys !== "raw" || step.rawKeysAs !== "bytes") return cursor.key();
  const { bytes, start, end } = cursor.keyBytes();
  return ownBytes(bytes, start, end);
}
