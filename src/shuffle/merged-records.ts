/**
 * Records that kernels have merged into a block, one after the other. The twin of run-merge.ts: the same records in the
 * same order, each block of a run checked before any of its records is seen.
 */

import type { RecordSum } from "../kernels/record-scan.js";
import { readVarint, varintSize } from "../kernels/varint.js";
import { KernelMerge } from "./kernel-merge.js";
import type { OpenFiles } from "./open-files.js";
import type { RecordStream, RecordView } from "./record-stream.js";
import { BLOCK_HEADER_BYTES, type LocalRun } from "./segment-file.js";

/** Merged at a time; a block that a core's own cache holds together with those that it comes from. */
const OUT_BYTES = 64 * 1024;

export class MergedRecords implements RecordStream, RecordView {
  current: RecordView | null = this;
  readonly bytes: Buffer;
  keyStart = 0;
  keyEnd = 0;
  valueEnd = BLOCK_HEADER_BYTES;
  private readonly merge: KernelMerge;
  /** Of the records in `bytes`. */
  private end = BLOCK_HEADER_BYTES;
  private isLast = false;

  /** Null: these runs are not for kernels. The runs' positions in the list decide between equal keys. */
  static open(runs: readonly LocalRun[], files: OpenFiles): MergedRecords | null {
    if (runs.length === 0) return null;
    const merge = KernelMerge.open({
      runs,
      files,
      mode: "records",
      keys: "raw",
      accumulators: null,
      terminator: null,
      outBytes: OUT_BYTES,
    });
    if (merge === null) return null;
    try {
      return new MergedRecords(merge);
    } catch (error) {
      merge.close();
      throw error;
    }
  }

  private constructor(merge: KernelMerge) {
    this.merge = merge;
    this.bytes = merge.out;
    this.advance();
  }

  advance(): void {
    if (this.valueEnd === this.end && !this.fill()) return;
    const { bytes, end } = this;
    let at = this.valueEnd;
    let keyLength = bytes[at];
    if (keyLength < 0x80) at++;
    else {
      keyLength = readVarint(bytes, at, end);
      at += varintSize(keyLength);
    }
    let valueLength = bytes[at];
    if (valueLength < 0x80) at++;
    else {
      valueLength = readVarint(bytes, at, end);
      at += varintSize(valueLength);
    }
    this.keyStart = at;
    this.keyEnd = at + keyLength;
    this.valueEnd = this.keyEnd + valueLength;
  }

  addSumTo(total: RecordSum, skip: (run: LocalRun) => boolean): void {
    this.merge.addSumTo(total, skip);
  }

  close(): void {
    this.merge.close();
  }

  /** False: there are no more records. */
  private fill(): boolean {
    this.valueEnd = BLOCK_HEADER_BYTES;
    this.end = BLOCK_HEADER_BYTES;
    while (this.end === BLOCK_HEADER_BYTES && !this.isLast) {
      this.isLast = this.merge.fill() === "done";
      this.end = this.merge.outEnd;
    }
    if (this.end === BLOCK_HEADER_BYTES) this.current = null;
    return this.current !== null;
  }
}
