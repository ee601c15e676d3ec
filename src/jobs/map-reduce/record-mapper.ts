/**
 * Calls a job's map for the records of blocks.
 *
 * Owns: how a record is decoded, mapped, and left out when it is bad. Talks to: a decoder, the task's skip list, and
 * through the record watch to whoever looks after this process.
 *
 * H1. A bad record that may be left out leaves nothing behind: its pairs are held back until its map has returned.
 *     What it has counted before it threw stays counted.
 * H2. Without --skip-bad nothing is held back and nothing is watched.
 * H3. Records are numbered from the start of their range, bad ones too: equal in each reading of the same input.
 */

import { MrError } from "../../engine/error.js";
import type { RecordBlock } from "../../input/block.js";
import { recordBytes } from "../../input/record-bytes.js";
import { createRecordDecoder, type RecordDecoder } from "../../input/record-decoder.js";
import type { FileRange } from "../../input/split.js";
import type { CondemnedRecord, RecordWatch } from "../assignment.js";
import type { Emit, JobContext, MapFunction } from "../definition.js";
import { locate, refuseResult } from "./located-error.js";
import { ownValue } from "./own-value.js";
import { RefusedRecords, refusalOf } from "./refused-records.js";
import type { SplitReading } from "./split-reading.js";

const SKIP_HINT = "If single records of the input are to blame, --skip-bad N leaves out up to N.";

interface CurrentRange {
  readonly range: FileRange;
  /** Among the ranges that had a block. */
  readonly number: number;
  readonly decoder: RecordDecoder;
  /** Records so far. */
  records: number;
}

export class RecordMapper {
  readonly context: JobContext;
  readonly #reading: SplitReading;
  readonly #emit: Emit;
  #current: CurrentRange | null = null;
  readonly #refused: CondemnedRecord[] = [];

  constructor(reading: SplitReading, emit: Emit, round: number) {
    this.#reading = reading;
    this.#emit = emit;
    const path = () => this.#current?.range.label ?? "";
    const offset = () => this.#current?.decoder.offset() ?? 0;
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

  /** What was left out of the block without an error. */
  mapBlock(map: MapFunction, block: RecordBlock, range: FileRange): number {
    const current = this.#enter(range);
    try {
      if (this.#reading.frame.skips.allows) this.#mapForgiving(map, current, block);
      else this.#mapStrictly(map, current, block);
    } catch (error) {
      throw locate(error, () => `${range.label}:${current.decoder.offset()}`);
    }
    return current.decoder.takeLeftOut?.() ?? 0;
  }

  #enter(range: FileRange): CurrentRange {
    if (this.#current?.range === range) return this.#current;
    const number = (this.#current?.number ?? -1) + 1;
    const decoder = createRecordDecoder(this.#reading.input.format, range);
    this.#current = { range, number, decoder, records: 0 };
    return this.#current;
  }

  #mapStrictly(map: MapFunction, { decoder }: CurrentRange, block: RecordBlock): void {
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
      throw withSkipHint(error);
    }
    this.#reading.frame.tally.inputRecords += records;
  }

  #mapForgiving(map: MapFunction, current: CurrentRange, block: RecordBlock): void {
    const { context } = this;
    const { tally } = this.#reading.frame;
    const { decoder, number } = current;
    const held = new HeldPairs();
    const watch = new BlockWatch(this.#reading.frame.environment.watch, number, block);
    const skip = (error: MrError) => {
      tally.inputRecords += 1;
      current.records += 1;
      this.#skip(current, block, error);
    };
    const visit = (record: unknown) => {
      const condemned = watch.enter(current.records);
      if (condemned !== null) return skip(condemned);
      try {
        const result: unknown = map(record, held.emit, context);
        if (result !== undefined) refuseResult(result, "map");
      } catch (error) {
        held.drop();
        watch.leave();
        return skip(MrError.from(error, "MR_USER_CODE"));
      }
      watch.leave();
      tally.inputRecords += 1;
      current.records += 1;
      try {
        held.release(this.#emit);
      } catch (error) {
        held.drop();
        this.#refuse({ range: number, record: current.records - 1 }, error);
      }
    };
    decoder.decode(block, visit, skip);
  }

  /** Set when the input must be read again, without records whose pairs were refused. */
  get refused(): RefusedRecords | null {
    return this.#refused.length === 0 ? null : new RefusedRecords(this.#refused);
  }

  #refuse(place: Omit<CondemnedRecord, "error">, thrown: unknown): void {
    const refusal = refusalOf(thrown);
    if (refusal === null) throw thrown;
    this.#refused.push({ ...place, error: refusal.toRecord() });
    const { skipBadRecords } = this.#reading.frame.environment.assignment.spec.settings;
    if (this.#refused.length > skipBadRecords) throw new RefusedRecords(this.#refused);
  }

  #skip({ range, decoder }: CurrentRange, block: RecordBlock, error: MrError): void {
    const { frame, input } = this.#reading;
    const offset = decoder.offset();
    frame.skips.add(range.label, offset, error, recordBytes(input.format, range, block, offset));
  }
}

/** A record's own fault is told apart from a job's that fails for all of them by leaving records out. */
function withSkipHint(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const error = MrError.from(thrown, "MR_USER_CODE", SKIP_HINT);
  if (error !== thrown && thrown.name !== "Error" && thrown.name !== "") {
    error.message = `${thrown.name}: ${error.message}`;
  }
  return error;
}

/** The watch over one block: costs a comparison a record, but in blocks that have ended a process before. */
class BlockWatch {
  readonly #watch: RecordWatch | null;
  readonly #range: number;
  readonly #careful: boolean;
  readonly #condemned: ReadonlyMap<number, MrError>;

  constructor(watch: RecordWatch | null, range: number, block: RecordBlock) {
    this.#watch = watch;
    this.#range = range;
    const span = { range, start: block.offset, end: block.offset + block.end - block.start };
    const overlaps = (other: typeof span) =>
      other.range === range && other.start < span.end && span.start < other.end;
    this.#careful = watch?.suspects.some(overlaps) ?? false;
    const mine = watch?.condemned.filter((record) => record.range === range) ?? [];
    this.#condemned = new Map(mine.map(({ record, error }) => [record, MrError.fromRecord(error)]));
    watch?.enterBlock(span);
  }

  /** Not null: the record has ended a process, and is to be left out for this reason. */
  enter(record: number): MrError | null {
    if (this.#condemned.size > 0) {
      const error = this.#condemned.get(record);
      if (error !== undefined) return error;
    }
    if (this.#careful) this.#watch?.enterRecord(this.#range, record);
    return null;
  }

  leave(): void {
    if (this.#careful) this.#watch?.leaveRecord();
  }
}

class HeldPairs {
  readonly emit: Emit = (key, value) => {
    this.#keys.push(ownValue(key) as Parameters<Emit>[0]);
    this.#values.push(ownValue(value));
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
