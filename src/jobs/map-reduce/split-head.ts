/**
 * The head of a map task: reads the split's ranges block by block and maps the records.
 *
 * Owns: which of the three ways a step maps (declared extractor, function, command). Talks to: src/input.
 *
 * H1. Between blocks the task breathes, reports its progress and waits for what lies behind.
 * H2. A bad record that may be left out leaves nothing behind: its pairs are held back until its map has returned.
 *     What it has counted before it threw stays counted.
 */

import { MrError } from "../../engine/error.js";
import type { RecordBlock } from "../../input/block.js";
import { createExtractor } from "../../input/extractors/create-extractor.js";
import type { Extractor } from "../../input/extractors/extractor.js";
import { openBlocks } from "../../input/open-blocks.js";
import { createRecordDecoder, type RecordDecoder } from "../../input/record-decoder.js";
import type { FileRange } from "../../input/split.js";
import type { Emit, InputFormat, JobContext, MapFunction, Step } from "../definition.js";
import { locate, refuseResult } from "./located-error.js";
import { runClose, runSetup } from "./map-operator.js";
import type { PairTarget } from "./pair-target.js";
import type { TaskFrame } from "./task-frame.js";

export interface SplitReading {
  readonly frame: TaskFrame;
  readonly input: { readonly name: string; readonly format: InputFormat };
  readonly ranges: readonly BoundedRange[];
}

export interface BoundedRange {
  readonly range: FileRange;
  /** Stop after this many bytes: samples. */
  readonly limitBytes: number;
}

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
    const source = openBlocks(range, input.format, { recordLimitBytes });
    let rangeBytes = 0;
    try {
      while (rangeBytes < limitBytes) {
        const block = await source.next();
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

/** Declared pairs: no JavaScript value a record. */
export async function extractSplit(
  reading: SplitReading,
  step: Step,
  context: JobContext,
  target: PairTarget,
): Promise<void> {
  const { tally } = reading.frame;
  let current: { readonly range: FileRange; readonly extractor: Extractor } | null = null;
  const onBadRecord = tally.skips
    ? (error: MrError) => tally.skip(current?.range.label ?? "", offsetIn(error), error)
    : undefined;
  const visit: BlockVisitor = (block, range) => {
    if (current?.range !== range) {
      current = { range, extractor: createExtractor(reading.input.format, range) };
    }
    try {
      const { extractor } = current;
      tally.inputRecords += extractor.extract(block, target.pairs, onBadRecord);
      countLeftOut(reading.frame, extractor);
    } catch (error) {
      throw locate(error, () => range.label);
    }
  };
  await runSetup(step, context);
  await eachBlock(reading, visit, () => target.drained());
  await runClose(step, target.emit, context);
  await target.finish();
}

function countLeftOut({ muted, tally }: TaskFrame, reader: Extractor | RecordDecoder): void {
  const leftOut = reader.takeLeftOut?.() ?? 0;
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
  const visit: BlockVisitor = (block, range) => mapper.mapBlock(map, block, range);
  await eachBlock(reading, visit, () => target.drained());
  await runClose(step, target.emit, context);
  await target.finish();
}

class RecordMapper {
  readonly context: JobContext;
  readonly #reading: SplitReading;
  readonly #emit: Emit;
  #range: FileRange | null = null;
  #decoder: RecordDecoder | null = null;

  constructor(reading: SplitReading, emit: Emit, round: number) {
    this.#reading = reading;
    this.#emit = emit;
    const path = () => this.#range?.label ?? "";
    const offset = () => this.#decoder?.offset() ?? 0;
    const source = {
      input: reading.input.name,
      get path() {
        return path();
      },
      get offset() {
        return offset();
      },
    };
    this.context = reading.frame.context({ round, phase: "map", source });
  }

  mapBlock(map: MapFunction, block: RecordBlock, range: FileRange): void {
    if (range !== this.#range) {
      this.#range = range;
      this.#decoder = createRecordDecoder(this.#reading.input.format, range);
    }
    const decoder = this.#decoder as RecordDecoder;
    if (this.#reading.frame.tally.skips) this.#mapForgiving(map, decoder, block);
    else this.#mapStrictly(map, decoder, block);
    countLeftOut(this.#reading.frame, decoder);
  }

  #mapStrictly(map: MapFunction, decoder: RecordDecoder, block: RecordBlock): void {
    const { context } = this;
    const emit = this.#emit;
    let records = 0;
    try {
      decoder.decode(block, (record) => {
        records += 1;
        const result: unknown = map(record, emit, context);
        if (result !== undefined) refuseResult(result, "map");
      });
    } catch (error) {
      throw locate(error, () => this.#where(decoder));
    }
    this.#reading.frame.tally.inputRecords += records;
  }

  #mapForgiving(map: MapFunction, decoder: RecordDecoder, block: RecordBlock): void {
    const { context } = this;
    const { tally } = this.#reading.frame;
    const label = this.#range?.label ?? "";
    const held = new HeldPairs();
    const skip = (error: MrError) => {
      tally.inputRecords += 1;
      tally.skip(label, decoder.offset(), error);
    };
    const visit = (record: unknown) => {
      try {
        const result: unknown = map(record, held.emit, context);
        if (result !== undefined) refuseResult(result, "map");
      } catch (error) {
        held.drop();
        skip(MrError.from(error, "MR_USER_CODE"));
        return;
      }
      tally.inputRecords += 1;
      held.release(this.#emit);
    };
    try {
      decoder.decode(block, visit, skip);
    } catch (error) {
      throw locate(error, () => this.#where(decoder));
    }
  }

  #where(decoder: RecordDecoder): string {
    return `${this.#range?.label ?? ""}:${decoder.offset()}`;
  }
}

class HeldPairs {
  readonly emit: Emit = (key, value) => {
    this.#keys.push(key);
    this.#values.push(value);
  };
  readonly #keys: Parameters<Emit>[0][] = [];
  readonly #values: unknown[] = [];

  drop(): void {
    this.#keys.length = 0;
    this.#values.length = 0;
  }

  release(emit: Emit): void {
    this.#keys.forEach((key, index) => {
      emit(key, this.#values[index]);
    });
    this.drop();
  }
}
