/**
 * Walks a merge key by key.
 *
 * G1. Values of a key come in the order of the merge, once through, decoded when asked for.
 * G2. `next` skips what was not read; an iterator of an earlier group is then at its end.
 * G3. With an aggregate a group has one value, its final one; with `distinct` its different values in rising order.
 */

import type { RecordDigest } from "../engine/graph.js";
import { ByteSink } from "../kernels/byte-sink.js";
import { equalBytes } from "../kernels/bytes.js";
import { RecordSum } from "../kernels/record-scan.js";
import type { Accumulators } from "./accumulators/accumulators.js";
import { createAccumulators } from "./accumulators/create.js";
import { decodeOrderPart, isContinued, keyPartEnd } from "./encoding/composite-key.js";
import type { Aggregate, Key, KeyMode } from "./key.js";
import { decodeKey, unescape } from "./encoding/key-codec.js";
import { toDigest } from "./record-digest.js";
import type { RecordStream, RecordView } from "./record-stream.js";
import type { LocalRun } from "./segment-file.js";
import { decodeValue } from "./encoding/value-codec.js";

export interface GroupCursor {
  /** Goes to the next key; false at the end. */
  next(): boolean;
  key(): Key;
  /** The encoded key; valid until `next`. */
  keyBytes(): { bytes: Buffer; start: number; end: number };
  values(): Iterable<unknown>;
  /** The declared aggregate's final value for this key. */
  aggregated(): unknown;
  /** How many values the key has, those already read included; reads the rest. */
  count(): number;
  /** Of the records read so far from the runs handed in. */
  readonly digest: RecordDigest;
  readonly groups: number;
  close(): void;
}

export interface CursorOptions {
  readonly keys: KeyMode;
  readonly ordered: boolean;
  readonly aggregate: Aggregate | null;
}

export class MergeCursor implements GroupCursor {
  groups = 0;
  private readonly merge: RecordStream;
  private readonly options: CursorOptions;
  private readonly composite: boolean;
  private readonly accumulators: Accumulators | null;
  /** What intermediate merges have read from the runs handed in. */
  private readonly earlier: RecordSum;
  private readonly isIntermediate: (run: LocalRun) => boolean;
  private readonly onClose: () => void;
  /** The key, or key part, of the current group. */
  private readonly group = new ByteSink(256);
  /** `distinct`: the value last handed out. */
  private readonly lastOrder = new ByteSink(64);
  private hasLastOrder = false;
  private readonly plainKey: { bytes: Buffer; start: number; end: number };
  /** The merge's current record belongs to the group and was not handed out. */
  private pending = false;
  private taken = 0;

  constructor(
    merge: RecordStream,
    options: CursorOptions,
    shell: {
      earlier?: RecordSum;
      isIntermediate?: (run: LocalRun) => boolean;
      onClose?: () => void;
    } = {},
  ) {
    this.merge = merge;
    this.options = options;
    this.composite = options.ordered || options.aggregate?.kind === "distinct";
    this.accumulators =
      options.aggregate === null || options.aggregate.kind === "distinct"
        ? null
        : createAccumulators(options.aggregate);
    this.earlier = shell.earlier ?? new RecordSum();
    this.isIntermediate = shell.isIntermediate ?? (() => false);
    this.onClose = shell.onClose ?? (() => {});
    this.plainKey = { bytes: this.group.bytes, start: 0, end: 0 };
  }

  get digest(): RecordDigest {
    const total = new RecordSum();
    total.add(this.earlier.records, this.earlier.high, this.earlier.low);
    this.merge.addSumTo(total, this.isIntermediate);
    return toDigest(total);
  }

  next(): boolean {
    while (this.pending) this.step();
    const record = this.merge.current;
    if (record === null) return false;
    this.group.length = 0;
    this.group.append(record.bytes, record.keyStart, this.groupEnd(record));
    this.hasLastOrder = false;
    this.pending = true;
    this.taken = 0;
    this.groups++;
    return true;
  }

  key(): Key {
    const { bytes, start, end } = this.keyBytes();
    return decodeKey(bytes, start, end, this.options.keys);
  }

  keyBytes(): { bytes: Buffer; start: number; end: number } {
    const { group, plainKey } = this;
    plainKey.bytes = group.bytes;
    plainKey.end = group.length;
    if (this.composite && this.options.keys === "raw") {
      plainKey.end--;
      if (hasZero(group.bytes, plainKey.end)) {
        plainKey.bytes = unescape(group.bytes, 0, group.length);
        plainKey.end = plainKey.bytes.length;
      }
    }
    return plainKey;
  }

  values(): Iterable<unknown> {
    return new GroupValues(this);
  }

  aggregated(): unknown {
    if (this.options.aggregate?.kind === "distinct") return this.distinctValues();
    if (this.accumulators === null) return undefined;
    this.accumulators.clear();
    this.accumulators.start(0);
    while (this.pending) {
      const record = this.merge.current as RecordView;
      this.accumulators.absorb(0, record.bytes, record.keyEnd, record.valueEnd);
      this.step();
    }
    this.taken = 1;
    return this.accumulators.value(0);
  }

  count(): number {
    if (this.accumulators !== null) {
      while (this.pending) this.step();
      this.taken = 1;
    } else if (this.options.aggregate?.kind === "distinct") {
      while (this.skipSeen()) this.take();
    } else {
      while (this.pending) {
        this.step();
        this.taken++;
      }
    }
    return this.taken;
  }

  close(): void {
    this.onClose();
  }

  /** For iterators: whether the group has another value. */
  hasValue(): boolean {
    if (this.accumulators !== null) return this.pending;
    return this.options.aggregate?.kind === "distinct" ? this.skipSeen() : this.pending;
  }

  /** For iterators: the next value; there is one. */
  take(): unknown {
    if (this.accumulators !== null) return this.aggregated();
    const record = this.merge.current as RecordView;
    const value =
      this.options.aggregate?.kind === "distinct"
        ? this.takeOrder(record)
        : decodeValue(record.bytes, record.keyEnd, record.valueEnd);
    this.taken++;
    this.step();
    return value;
  }

  private distinctValues(): unknown[] {
    const values: unknown[] = [];
    while (this.skipSeen()) values.push(this.take());
    return values;
  }

  private takeOrder(record: RecordView): Key {
    const start = record.keyStart + this.group.length;
    this.lastOrder.length = 0;
    this.lastOrder.append(record.bytes, start, record.keyEnd);
    this.hasLastOrder = true;
    return decodeOrderPart(record.bytes, start, record.keyEnd);
  }

  /** Passes records whose value was just handed out; whether one is left. */
  private skipSeen(): boolean {
    while (this.pending && this.hasLastOrder) {
      const record = this.merge.current as RecordView;
      const start = record.keyStart + this.group.length;
      const { bytes, length } = this.lastOrder;
      if (!equalBytes(bytes, 0, length, record.bytes, start, record.keyEnd)) break;
      this.step();
    }
    return this.pending;
  }

  private step(): void {
    this.merge.advance();
    const record = this.merge.current;
    this.pending = record !== null && this.belongs(record);
  }

  private belongs(record: RecordView): boolean {
    const { bytes, length } = this.group;
    const keyLength = record.keyEnd - record.keyStart;
    if (this.composite) {
      if (keyLength < length || isContinued(record.bytes, record.keyStart + length)) return false;
    } else if (keyLength !== length) return false;
    return equalBytes(bytes, 0, length, record.bytes, record.keyStart, record.keyStart + length);
  }

  private groupEnd(record: RecordView): number {
    if (!this.composite) return record.keyEnd;
    return keyPartEnd(record.bytes, record.keyStart, record.keyEnd, this.options.keys);
  }
}

/** Values of one group; ends when the cursor has gone on. */
class GroupValues implements IterableIterator<unknown> {
  private readonly cursor: MergeCursor;
  private readonly group: number;

  constructor(cursor: MergeCursor) {
    this.cursor = cursor;
    this.group = cursor.groups;
  }

  [Symbol.iterator](): IterableIterator<unknown> {
    return this;
  }

  next(): IteratorResult<unknown> {
    const { cursor } = this;
    if (cursor.groups !== this.group || !cursor.hasValue()) return { done: true, value: undefined };
    return { done: false, value: cursor.take() };
  }
}

/** Whether something was escaped in the first `end` bytes of a raw key part. */
function hasZero(bytes: Buffer, end: number): boolean {
  for (let i = 0; i < end; i++) if (bytes[i] === 0) return true;
  return false;
}
