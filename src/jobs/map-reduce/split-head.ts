/**
 * The head of a map task: reads the split's ranges block by block and maps the records.
 *
 * Owns: which of the three ways a step maps (declared extractor, function, command). Talks to: src/input.
 *
 * H1. Between blocks the task breathes, reports its progress and waits for what lies behind.
 * H2. A record over the size limit is a bad record like others: left out where some may be.
 */

import { MrError } from "../../engine/error.js";
import type { BlockSource, RecordBlock } from "../../input/block.js";
import { createExtractor } from "../../input/extractors/create-extractor.js";
import type { Extractor } from "../../input/extractors/extractor.js";
import { blockBytesOf, openBlocks } from "../../input/open-blocks.js";
import { recordBytes } from "../../input/record-bytes.js";
import type { FileRange } from "../../input/split.js";
import type { JobContext, MapFunction, Step } from "../definition.js";
import { locate } from "./located-error.js";
import { runClose, runSetup } from "./map-operator.js";
import type { PairTarget } from "./pair-target.js";
import { RecordMapper } from "./record-mapper.js";
import type { SplitReading } from "./split-reading.js";
import type { TaskFrame } from "./task-frame.js";

/** Handles one block of a range. */
type BlockVisitor = (block: RecordBlock, range: FileRange) => void | Promise<void>;

export async function eachBlock(
  { frame, input, ranges }: SplitReading,
  visit: BlockVisitor,
  drained: () => Promise<void> | null,
): Promise<void> {
  const { tally, environment } = frame;
  const { recordLimitBytes } = environment.assignment.spec.settings;
  for (const { range, limitBytes } of ranges) {
    const blockBytes = Math.min(blockBytesOf(input.format), limitBytes);
    const source = openBlocks(range, input.format, { recordLimitBytes, blockBytes });
    let rangeBytes = 0;
    try {
      while (rangeBytes < limitBytes) {
        const block = await nextBlock(source, frame, range);
        if (block === null) break;
        await visit(block, range);
        rangeBytes += block.end - block.start;
        tally.inputBytes += block.end - block.start;
        environment.progress(tally.inputBytes, tally.inputRecords);
        await drained();
        await frame.pause();
      }
    } finally {
      await source.close();
    }
  }
}

async function nextBlock(
  source: BlockSource,
  { skips, tally }: TaskFrame,
  range: FileRange,
): Promise<RecordBlock | null> {
  for (;;) {
    try {
      return await source.next();
    } catch (error) {
      const isTooLong = error instanceof MrError && error.code === "MR_RECORD_TOO_LONG";
      if (!isTooLong || !skips.allows) throw error;
      tally.inputRecords += 1;
      skips.add(range.label, offsetIn(error), error, null);
    }
  }
}

/** Declared pairs: no JavaScript value a record. */
export async function extractSplit(
  reading: SplitReading,
  step: Step,
  context: JobContext,
  target: PairTarget,
): Promise<void> {
  const { tally, skips } = reading.frame;
  const { format } = reading.input;
  let current: { readonly range: FileRange; readonly extractor: Extractor } | null = null;
  const visit: BlockVisitor = (block, range) => {
    const leaveOut = (error: MrError) => {
      const offset = offsetIn(error);
      skips.add(range.label, offset, error, recordBytes(format, range, block, offset));
    };
    if (current?.range !== range) {
      current = { range, extractor: createExtractor(format, range) };
    }
    try {
      const { extractor } = current;
      tally.inputRecords += extractor.extract(
        block,
        target.pairs,
        skips.allows ? leaveOut : undefined,
      );
      countLeftOut(reading.frame, extractor.takeLeftOut?.() ?? 0);
    } catch (error) {
      throw locate(error, () => range.label);
    }
  };
  await runSetup(step, context);
  await eachBlock(reading, visit, () => target.drained());
  await runClose(step, target.emit, context);
  await target.finish();
}

function countLeftOut({ muted, tally }: TaskFrame, leftOut: number): void {
  if (leftOut > 0 && !muted) tally.count("malformed", leftOut);
}

/** Errors of the input name their offset in the message only. */
function offsetIn(error: MrError): number {
  return Number(/ at byte (\d+)/.exec(error.message)?.[1] ?? 0);
}

export interface MapUse {
  readonly step: Step;
  readonly map: MapFunction;
  readonly round: number;
}

export async function mapSplit(
  reading: SplitReading,
  { step, map, round }: MapUse,
  target: PairTarget,
): Promise<void> {
  const mapper = new RecordMapper(reading, target.emit, round);
  const { context } = mapper;
  await runSetup(step, context);
  const visit: BlockVisitor = (block, range) =>
    countLeftOut(reading.frame, mapper.mapBlock(map, block, range));
  try {
    await eachBlock(reading, visit, () => target.drained());
  } catch (error) {
    throw mapper.refused ?? error;
  }
  if (mapper.refused !== null) throw mapper.refused;
  await runClose(step, target.emit, context);
  await target.finish();
}
