/**
 * The head of a reduce task whose declared reduce goes straight into the job's output: kernels merge, fold and format.
 *
 * Owns: when that is possible. Talks to: src/shuffle. Its twin for everything else is reduce-head.ts.
 *
 * P1. The output and the digest are those of the twin. P2. Between pieces the task breathes and reports.
 */

import type { RecordDigest } from "../../engine/graph.js";
import type { LineOrder } from "../../input/input-format.js";
import { SortableLines } from "../../input/sortable-lines.js";
import type { MergeOptions } from "../../shuffle/merge.js";
import { openPour, type Pour, type PourOptions, type PourSink } from "../../shuffle/pour.js";
import type { JobContext, Step } from "../definition.js";
import { runClose, runSetup } from "./map-operator.js";
import type { PairTarget } from "./pair-target.js";
import { PartSink } from "./part-sink.js";
import type { TaskFrame } from "./task-frame.js";
import { isAggregate } from "./user-functions.js";

const LINE_FEED = 10;

/** Null: the groups must be visited one by one. */
export function pourFor(step: Step, merge: MergeOptions, target: PairTarget): Pour | null {
  if (!(target instanceof PartSink) || merge.ordered) return null;
  const { formatted } = target.writer;
  const write = writeOf(step);
  if (formatted === null || write === null) return null;
  if (step.keys !== "raw" && write !== "values") return null;
  const isText = formatted.format === "text";
  // Raw output has no room for a key beside a value.
  if (!isText && write === "values") return null;
  const order = orderOf(step);
  // Keys that become lines are told apart by their ends.
  if (!isText && order !== null) return null;
  return openPour({ ...merge, write, terminator: isText ? LINE_FEED : null });
}

function writeOf({ reduce }: Step): PourOptions["write"] | null {
  if (isAggregate(reduce)) return "values";
  if (typeof reduce !== "object" || reduce?.kind !== "keys") return null;
  return reduce.repeated ? "keys" : "keys-once";
}

function orderOf({ reduce }: Step): LineOrder | null {
  return typeof reduce === "object" && reduce?.kind === "keys" ? (reduce.order ?? null) : null;
}

/** The part, or what makes lines of the keys that go there. */
function sinkOf(step: Step, { writer }: PartSink): PourSink {
  const order = orderOf(step);
  const { formatted } = writer;
  if (order === null || formatted === null) return writer;
  const lines = new SortableLines(order);
  return {
    formatted: {
      write(bytes, start, end, records) {
        lines.decode(bytes, start, end);
        formatted.write(lines.bytes, 0, lines.length, records);
      },
    },
    write: (...pair) => writer.write(...pair),
    writeKeyBytes: (...pair) => writer.writeKeyBytes(...pair),
  };
}

export interface PourReading {
  readonly frame: TaskFrame;
  readonly pour: Pour;
  readonly step: Step;
}

export async function pourGroups(
  { frame, pour, step }: PourReading,
  context: JobContext,
  target: PairTarget,
): Promise<RecordDigest> {
  let digest: RecordDigest;
  try {
    await runSetup(step, context);
    if (target instanceof PartSink) {
      const sink = sinkOf(step, target);
      while (pour.step(sink)) {
        const breath = frame.pause();
        if (breath === null) continue;
        frame.environment.progress(0, pour.records);
        await breath;
      }
    }
    digest = pour.digest;
  } finally {
    pour.close();
  }
  await runClose(step, target.emit, context);
  await target.finish();
  return digest;
}
