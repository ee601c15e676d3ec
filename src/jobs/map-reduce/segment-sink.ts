/**
 * The sink in front of a shuffle: pairs go into a collector, which leaves one file of segments.
 *
 * Owns: the collector of a task, and the second one behind a combiner command. Talks to: src/shuffle.
 *
 * G1. `finish` leaves exactly one file, at the environment's segment path; `abort` leaves none.
 * G2. A combiner command runs once a task: over the task's sorted groups, partition after partition, before its file is
 *     written for good.
 */

import { join } from "node:path";
import type { TaskOutput } from "../../engine/graph.js";
import { MrError } from "../../engine/error.js";
import { decodeText } from "../../kernels/text.js";
import { type Collector, type CollectorOptions, createCollector } from "../../shuffle/collector.js";
import type { SegmentFile } from "../../shuffle/segment-file.js";
import type { Emit, JobContext, Step } from "../definition.js";
import { emitLine, findTab, type TaskSink } from "./pair-target.js";
import type { LineValues } from "./user-functions.js";
import {
  isCommand,
  lineValuesFor,
  numberFrom,
  ownCombiner,
  segmentAggregate,
  wrapCombine,
  wrapOrder,
  wrapPartition,
} from "./user-functions.js";

/** Makes the task's final file out of a first one; the combiner command's part. */
export type Recombine = (first: SegmentFile, into: TaskSink) => Promise<void>;

export interface SegmentSinkOptions {
  readonly collector: CollectorOptions;
  readonly lineValues: LineValues;
  readonly recombine: Recombine | null;
}

export class SegmentSink implements TaskSink {
  readonly emit: Emit;
  readonly pairs: Collector;
  readonly #collector: Collector;
  readonly #options: SegmentSinkOptions;
  #file: SegmentFile | null = null;
  #spills = 0;

  constructor(options: SegmentSinkOptions) {
    this.#options = options;
    const { collector: settings, recombine } = options;
    const first = recombine === null ? settings.path : join(settings.directory, "uncombined");
    const collector = createCollector({ ...settings, path: first });
    this.#collector = collector;
    this.pairs = collector;
    this.emit = (key, value) => collector.emit(key, value);
  }

  line(bytes: Buffer, start: number, end: number): void {
    const { lineValues, collector } = this.#options;
    if (lineValues === "text" && collector.keys === "tagged") {
      emitLine(this.emit, bytes, start, end);
      return;
    }
    const tab = findTab(bytes, start, end);
    const keyEnd = tab === -1 ? end : tab;
    if (lineValues === "bytes") {
      const key = bytes.subarray(start, keyEnd);
      this.emit(key, tab === -1 ? null : bytes.subarray(tab + 1, end));
    } else if (tab === -1) {
      this.emit(bytes.subarray(start, keyEnd), null);
    } else if (lineValues === "number") {
      this.pairs.addKey(bytes, start, keyEnd, numberFrom(decodeText(bytes, tab + 1, end)));
    } else {
      this.pairs.addKeyBytes(bytes, start, keyEnd, bytes, tab + 1, end);
    }
  }

  drained(): null {
    return null;
  }

  async finish(): Promise<void> {
    const file = this.#collector.finish();
    this.#spills += file.spills;
    const { recombine } = this.#options;
    if (recombine === null) {
      this.#file = file;
      return;
    }
    const second = new SegmentSink({ ...this.#options, recombine: null });
    try {
      await recombine(file, second);
      await second.finish();
    } catch (error) {
      second.abort();
      throw error;
    }
    this.#file = second.#file;
    this.#spills += second.#spills;
  }

  abort(): void {
    this.#collector.abort();
  }

  result(): { readonly output: TaskOutput; readonly spills: number } {
    if (this.#file === null) throw new MrError("MR_INTERNAL", "the segments are not finished");
    const { path, sizeBytes, digest } = this.#file;
    return { output: { kind: "segments", path, sizeBytes, digest }, spills: this.#spills };
  }
}

export interface CollectorPlace {
  readonly partitions: number;
  readonly memoryBytes: number;
  readonly directory: string;
  readonly path: string;
}

/** The collector for the shuffle of `step`. */
export function stepCollector(
  step: Step,
  cuts: readonly string[] | null,
  context: JobContext,
  place: CollectorPlace,
): Omit<SegmentSinkOptions, "recombine"> {
  const combiner = ownCombiner(step);
  return {
    collector: {
      ...place,
      partitioning: partitioningOf(step, cuts),
      keys: step.keys,
      aggregate: segmentAggregate(step),
      combine: typeof combiner === "function" ? wrapCombine(combiner, context) : null,
      orderValuesBy: step.orderValuesBy === null ? null : wrapOrder(step.orderValuesBy),
    },
    lineValues: isCommand(combiner) ? "bytes" : lineValuesFor(step),
  };
}

/** Lays pairs down as they are: all of them for `partition`, or by hash. */
export function carryCollector(
  partition: number | null,
  place: CollectorPlace,
): Omit<SegmentSinkOptions, "recombine"> {
  return {
    collector: {
      ...place,
      partitioning:
        partition === null ? { kind: "hash" } : { kind: "custom", partition: () => partition },
      keys: "tagged",
      aggregate: null,
      combine: null,
      orderValuesBy: null,
    },
    lineValues: "text",
  };
}

function partitioningOf(
  { partitioning }: Step,
  cuts: readonly string[] | null,
): CollectorOptions["partitioning"] {
  switch (partitioning.kind) {
    case "hash":
    case "before-tab":
      return { kind: partitioning.kind };
    case "custom":
      return { kind: "custom", partition: wrapPartition(partitioning.partition) };
    case "range":
      return { kind: "range", cuts: (cuts ?? []).map((cut) => Buffer.from(cut, "base64")) };
  }
}
