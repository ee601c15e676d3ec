/**
 * Merges runs into one stream of records by (key bytes, position of the run, order in the run).
 *
 * M1. `current` is the smallest record not yet passed, or null at the end; its bytes are valid until `advance`.
 * M2. Memory is one block a run.
 */

import { LoserTree } from "../kernels/loser-tree.js";
import type { RecordSum } from "../kernels/record-scan.js";
import type { OpenFiles } from "./open-files.js";
import type { RecordStream } from "./record-stream.js";
import { RunReader } from "./run-reader.js";
import type { LocalRun } from "./segment-file.js";

export class RunMerge implements RecordStream {
  current: RunReader | null = null;
  /** Kept between `open`s with their buffers. */
  private readonly readers: RunReader[] = [];
  private live = 0;
  private ended = new Uint8Array(0);
  private tree = new LoserTree(0, () => false);

  /** The runs' positions in the list decide between equal keys. */
  open(runs: readonly LocalRun[], files: OpenFiles): void {
    this.live = runs.length;
    this.ended = new Uint8Array(runs.length);
    for (const [index, run] of runs.entries()) {
      const file = files.open(run);
      const reader = this.readers[index];
      if (reader === undefined) this.readers[index] = new RunReader(run, file);
      else reader.open(run, file);
      this.ended[index] = this.readers[index].next() ? 0 : 1;
    }
    this.tree = new LoserTree(runs.length, (a, b) => this.comesBefore(a, b));
    this.tree.build();
    this.settle();
  }

  advance(): void {
    const winner = this.tree.winner;
    if (!this.readers[winner].next()) this.ended[winner] = 1;
    if (this.live > 1) this.tree.replay();
    this.settle();
  }

  addSumTo(total: RecordSum, skip: (run: LocalRun) => boolean): void {
    for (let i = 0; i < this.live; i++) {
      if (skip(this.readers[i].run)) continue;
      const { records, high, low } = this.readers[i].sum;
      total.add(records, high, low);
    }
  }

  private settle(): void {
    const winner = this.tree.winner;
    this.current = this.live === 0 || this.ended[winner] === 1 ? null : this.readers[winner];
  }

  private comesBefore(a: number, b: number): boolean {
    if (this.ended[a] === 1 || this.ended[b] === 1) {
      return this.ended[a] === this.ended[b] ? a < b : this.ended[b] === 1;
    }
    const left = this.readers[a];
    const right = this.readers[b];
    if (left.prefixHigh !== right.prefixHigh) return left.prefixHigh < right.prefixHigh;
    if (left.prefixLow !== right.prefixLow) return left.prefixLow < right.prefixLow;
    const order = compareAfterPrefix(left, right);
    return order === 0 ? a < b : order < 0;
  }
}

/** The first eight bytes are equal (short keys count as followed by zeros). */
function compareAfterPrefix(left: RunReader, right: RunReader): number {
  const leftLength = left.keyEnd - left.keyStart;
  const rightLength = right.keyEnd - right.keyStart;
  const shared = leftLength < rightLength ? leftLength : rightLength;
  const { bytes: a, keyStart: aStart } = left;
  const { bytes: b, keyStart: bStart } = right;
  for (let i = 8; i < shared; i++) {
    const difference = a[aStart + i] - b[bStart + i];
    if (difference !== 0) return difference;
  }
  return leftLength - rightLength;
}
