/**
 * Runs one pipeline task: builds it from its end to its head, drives it, reports.
 *
 * Owns: the assembly of head, fused maps and sink. Talks to: all parts of a pipeline.
 *
 * P1. Whatever goes wrong, every part that was built is aborted: no child process, no file is left.
 */

import type { RecordDigest, TaskReport } from "../../engine/graph.js";
import { EMPTY_DIGEST } from "../../engine/graph.js";
import { MrError } from "../../engine/error.js";
import type { Split } from "../../input/split.js";
import { openGroups } from "../../shuffle/merge.js";
import { inPartition } from "../../shuffle/record-digest.js";
import type { InputFormat, JobContext } from "../definition.js";
import { createCommandOperator } from "./command-operator.js";
import { feedSplit, startCommand } from "./commands.js";
import { type GroupOptions, mergeOptions, openSource } from "./group-source.js";
import { createMapOperator } from "./map-operator.js";
import type { PairTarget, TaskSink } from "./pair-target.js";
import { eachGroup } from "./group-source.js";
import { pourFor, pourGroups } from "./pour-head.js";
import { feedGroups, passPairs, reduceGroups } from "./reduce-head.js";
import { sampleRanges } from "./sample-ranges.js";
import { openSink } from "./sinks.js";
import type { OpenPart } from "./sinks.js";
import { extractSplit, mapSplit } from "./split-head.js";
import type { SplitReading } from "./split-reading.js";
import { findStep, type PipelineBody, type StageHead, type StepUse } from "./stage-body.js";
import { halfOf, TaskFrame } from "./task-frame.js";
import { isCommand, mapFor, segmentAggregate } from "./user-functions.js";

export async function runPipeline(
  frame: TaskFrame,
  body: PipelineBody,
  openPart: OpenPart,
): Promise<Omit<TaskReport, "peakMemoryBytes" | "cpuMs">> {
  const sink = openSink(frame, body, openPart);
  let target: PairTarget = sink;
  let shuffleDigest: RecordDigest;
  try {
    for (const use of body.maps.toReversed()) target = await addMap(frame, use, target);
    const { index } = frame.environment.assignment.attempt;
    shuffleDigest = inPartition(await runHead(frame, body.head, target), index);
  } catch (error) {
    target.abort();
    frame.skips.abort();
    throw error;
  }
  return { ...reportOf(frame, sink), shuffleDigest };
}

function reportOf({ tally, skips, muted }: TaskFrame, sink: TaskSink) {
  const { output, spills } = sink.result();
  const { counters, totals, inputBytes } = tally;
  // What a sample looked at is read, and counted, by somebody else.
  const inputRecords = muted ? 0 : tally.inputRecords;
  const skipped = { skipped: skips.records, ...skips.close() };
  return { output, spills, counters, totals, inputRecords, inputBytes, ...skipped };
}

async function addMap(
  frame: TaskFrame,
  { step: id, round }: StepUse,
  target: PairTarget,
): Promise<PairTarget> {
  const step = findStep(frame.environment.definition.flow, id);
  const map = mapFor(step, null);
  if (isCommand(map)) {
    const place = { isMap: true, range: null } as const;
    return createCommandOperator(startCommand(frame, "map", map, place, target), target);
  }
  const context = frame.context({ round, phase: "map" });
  return createMapOperator({ step, map, context, target });
}

async function runHead(
  frame: TaskFrame,
  head: StageHead,
  target: PairTarget,
): Promise<RecordDigest> {
  switch (head.kind) {
    case "map":
      await runMapHead(frame, head, target);
      return EMPTY_DIGEST;
    case "reduce":
      return runReduceHead(frame, head, target);
    case "pairs": {
      const cursor = await openSource(frame, head.from, {
        keys: "tagged",
        ordered: false,
        aggregate: null,
        memoryBytes: halfOf(frame.environment.memoryBytes),
      });
      const visit = passPairs(cursor, target);
      const digest = await eachGroup(frame, cursor, visit, () => target.drained());
      await target.finish();
      return digest;
    }
  }
}

async function runMapHead(
  frame: TaskFrame,
  { step: id, round }: StepUse,
  target: PairTarget,
): Promise<void> {
  const { definition, assignment } = frame.environment;
  const step = findStep(definition.flow, id);
  const split = assignment.payload as unknown as Split;
  const reading = readingOf(frame, split);
  const map = mapFor(step, reading.input.name);
  if (map === null) {
    const context: JobContext = frame.context({ round, phase: "map" });
    await extractSplit(reading, step, context, target);
  } else if (isCommand(map)) {
    for (const ranges of map.groupFiles ? [reading.ranges] : reading.ranges.map((one) => [one])) {
      // The name of its file is part of the contract, so a program reads one file.
      const range = ranges.length === 1 ? (ranges[0]?.range ?? null) : null;
      const command = startCommand(frame, "map", map, { isMap: true, range }, target);
      await feedSplit({ ...reading, ranges }, command);
    }
    await target.finish();
  } else {
    await mapSplit(reading, { step, map, round }, target);
  }
}

function readingOf(frame: TaskFrame, split: Split): SplitReading {
  const inputs = Object.entries<InputFormat>(frame.environment.definition.inputs);
  const found = inputs[split.input];
  if (found === undefined) {
    throw new MrError("MR_INTERNAL", `the job has no input number ${split.input}`);
  }
  const [name, format] = found;
  const ranges = frame.muted
    ? sampleRanges(split, format)
    : split.ranges.map((range) => ({ range, limitBytes: Number.POSITIVE_INFINITY }));
  return { frame, input: { name, format }, ranges };
}

async function runReduceHead(
  frame: TaskFrame,
  head: Extract<StageHead, { kind: "reduce" }>,
  target: PairTarget,
): Promise<RecordDigest> {
  const step = findStep(frame.environment.definition.flow, head.step);
  const options: GroupOptions = {
    keys: step.keys,
    ordered: step.orderValuesBy !== null,
    aggregate: segmentAggregate(step),
    // The other half is for the collector that may follow.
    memoryBytes: halfOf(frame.environment.memoryBytes),
  };
  const merge = await mergeOptions(frame, head.from, options);
  const { reduce } = step;
  const pour = pourFor(step, merge, target);
  if (pour !== null) {
    const context = frame.context({ round: head.round, phase: "reduce" });
    return pourGroups({ frame, pour, step }, context, target);
  }
  const cursor = openGroups(merge);
  if (!isCommand(reduce)) {
    const context = frame.context({ round: head.round, phase: "reduce" });
    return reduceGroups({ frame, cursor, step }, context, target);
  }
  const place = { isMap: false, range: null } as const;
  const command = startCommand(frame, "reduce", reduce, place, target);
  try {
    const digest = await feedGroups({ frame, cursor, step }, command);
    await command.end();
    await target.finish();
    return digest;
  } catch (error) {
    command.kill();
    throw error;
  }
}
