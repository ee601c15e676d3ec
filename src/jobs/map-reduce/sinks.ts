/**
 * From a stage's sink to the object that receives the pairs.
 */

import { MrError, unreachable } from "../../engine/error.js";
import type { PartWriter } from "../../output/part-writer.js";
import { valuesByBlocks } from "../../input/extractors/block-programs.js";
import type { Split } from "../../input/split.js";
import type { RefineStep, Step } from "../definition.js";
import { createCollectSink } from "./collect-sink.js";
import { recombine } from "./commands.js";
import { createSampleSink } from "./sample-sink.js";
import type { TaskSink } from "./pair-target.js";
import { PartSink } from "./part-sink.js";
import { carryCollector, type CollectorPlace, SegmentSink, stepCollector } from "./segment-sink.js";
import { findStep, type PipelineBody, type StageSink } from "./stage-body.js";
import { halfOf, type TaskFrame } from "./task-frame.js";
import { isCommand, ownCombiner } from "./user-functions.js";

/** Opens the writer of one output file; the test kit keeps records instead. */
export type OpenPart = (name: string) => PartWriter;

export function openSink(frame: TaskFrame, body: PipelineBody, openPart: OpenPart): TaskSink {
  const { definition, assignment } = frame.environment;
  const { flow } = definition;
  const { sink } = body;
  switch (sink.kind) {
    case "segments":
      return openSegments(frame, body, sink);
    case "carry": {
      const partition = sink.by === "task" ? assignment.attempt.index : null;
      const place = placeOf(frame, body);
      return new SegmentSink({ ...carryCollector(partition, place), recombine: null });
    }
    case "part":
      return openParts(frame, sink.letter, openPart);
    case "collect": {
      const step = findStep(flow, sink.step);
      if (!isRefineStep(step)) throw new MrError("MR_INTERNAL", `${sink.step} has no collect`);
      const totals = (name: string) => (sink.totals[name] ?? 0) + (frame.tally.totals[name] ?? 0);
      const context = frame.context({ round: sink.round, phase: "collect", totals });
      return createCollectSink(step, context);
    }
    case "sample":
      return openSample(frame, body, findStep(flow, sink.step));
    default:
      return unreachable(sink, "openSink");
  }
}

function isRefineStep(step: Step): step is RefineStep {
  return "collect" in step;
}

function openSegments(
  frame: TaskFrame,
  body: PipelineBody,
  sink: Extract<StageSink, { kind: "segments" }>,
): SegmentSink {
  const step = findStep(frame.environment.definition.flow, sink.step);
  const use = body.maps.find((each) => each.step === sink.step) ?? body.head;
  const round = "round" in use ? use.round : 0;
  const context = frame.context({ round, phase: "map" });
  const collector = stepCollector(step, sink.cuts, context, placeOf(frame, body));
  const combiner = ownCombiner(step);
  return new SegmentSink({
    ...collector,
    collector: { ...collector.collector, byBlocks: blocksOf(frame, body) },
    recombine: isCommand(combiner)
      ? (first, into) => recombine(frame, step, combiner, first, into)
      : null,
  });
}

/** Not null: declared pairs go straight into the shuffle, and their format is one for the kernels. */
function blocksOf(
  { environment }: TaskFrame,
  { head, maps }: PipelineBody,
): "ones" | "numbers" | null {
  if (head.kind !== "map" || maps.length > 0) return null;
  const { definition, assignment } = environment;
  if (findStep(definition.flow, head.step).map !== null) return null;
  const { input } = assignment.payload as unknown as Split;
  const format = Object.values(definition.inputs)[input];
  return format === undefined ? null : valuesByBlocks(format);
}

/** A head that merges needs the other half of the memory. */
function placeOf({ environment }: TaskFrame, { head }: PipelineBody): CollectorPlace {
  const { assignment, memoryBytes, directory, segmentPath } = environment;
  const { sink } = assignment.stage;
  if (sink.kind !== "segments") throw new MrError("MR_INTERNAL", "the stage has no segments");
  return {
    partitions: sink.partitions,
    memoryBytes: head.kind === "map" ? memoryBytes : halfOf(memoryBytes),
    directory,
    path: segmentPath,
  };
}

function openParts(frame: TaskFrame, letter: "m" | "r", open: OpenPart): PartSink {
  const { attempt, spec } = frame.environment.assignment;
  const sink = new PartSink({ format: spec.output.format, letter, index: attempt.index, open });
  frame.openNamedOutput = (name) => sink.openNamed(name);
  return sink;
}

function openSample(frame: TaskFrame, { head }: PipelineBody, step: Step): TaskSink {
  return createSampleSink(step.keys, (records) => {
    if (head.kind !== "map" || frame.tally.inputBytes === 0) return records;
    const { sizeBytes } = frame.environment.assignment.payload as unknown as Split;
    return (records * sizeBytes) / frame.tally.inputBytes;
  });
}
