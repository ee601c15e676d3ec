/**
 * The sorted files that a collector writes when its memory is full, and the one file that they become.
 *
 * L1. Spills lie in the attempt's private directory and are gone after `finish` and after `abort`.
 * L2. The final file appears by one rename. Without an earlier spill it is written directly.
 * L3. Merging keeps the order of spills, so equal keys stay in order of emission.
 */

import { join } from "node:path";
import type { Accumulators } from "./accumulators/accumulators.js";
import { compact, fanInFor } from "./compact.js";
import { MergeCursor } from "./group-cursor.js";
import type { CombineFunction, KeyMode } from "./key.js";
import { mergeBlocks } from "./merge-blocks.js";
import { OpenFiles } from "./open-files.js";
import { RunMerge } from "./run-merge.js";
import { removeScratch } from "./scratch-io.js";
import { blockBytesFor, type LocalRun, type SegmentFile } from "./segment-file.js";
import { ownRuns, SegmentWriter, type WrittenSegments } from "./segment-writer.js";
import { CombinedGroupWriter } from "./combined-group-writer.js";
import { writeAsIs, writeCombined } from "./write-merged.js";

export interface SpillOptions {
  readonly partitions: number;
  readonly keys: KeyMode;
  readonly memoryBytes: number;
  readonly directory: string;
  readonly path: string;
  /** How equal keys of different spills become one record; null keeps them. */
  readonly accumulators: Accumulators | null;
  readonly combine: CombineFunction | null;
}

/** Writes everything that is in memory, partition by partition. */
export type WriteContents = (writer: SegmentWriter) => void;

interface Spill {
  readonly path: string;
  readonly sizeBytes: number;
  readonly runs: readonly LocalRun[];
}

export class Spills {
  private readonly options: SpillOptions;
  private readonly blockBytes: number;
  private spills: Spill[] = [];
  /** Of spill files that may exist. */
  private readonly paths = new Set<string>();
  private made = 0;
  private count = 0;

  constructor(options: SpillOptions) {
    this.options = options;
    this.blockBytes = blockBytesFor(options.memoryBytes);
  }

  spill(write: WriteContents): void {
    this.add(write);
    this.count++;
  }

  /** A run that was not written for want of memory. */
  add(write: WriteContents): void {
    this.spills.push(this.newSpill(write));
  }

  /** `write` is null when memory is empty. */
  finish(write: WriteContents | null): SegmentFile {
    const { path, directory, memoryBytes } = this.options;
    if (this.spills.length > 0) {
      if (write !== null) this.spills.push(this.newSpill(write));
      this.spills = compact(this.spills, {
        fanIn: fanInFor(memoryBytes, this.blockBytes),
        sizeBytes: (spill) => spill.sizeBytes,
        merge: (neighbours) => this.mergeToSpill(neighbours),
      });
    }
    const last = this.spills;
    const written = this.write(path, join(directory, "segments.tmp"), (writer) => {
      if (last.length > 0) this.merge(last, writer);
      else write?.(writer);
    });
    this.removeSpills();
    return { path, sizeBytes: written.sizeBytes, digest: written.digest, spills: this.count };
  }

  abort(): void {
    this.removeSpills();
  }

  private mergeToSpill(spills: readonly Spill[]): Spill {
    const merged = this.newSpill((writer) => this.merge(spills, writer));
    for (const spill of spills) this.remove(spill.path);
    return merged;
  }

  private newSpill(write: WriteContents): Spill {
    const path = join(this.options.directory, `spill-${this.made++}.seg`);
    this.paths.add(path);
    const written = this.write(path, `${path}.tmp`, write);
    return { path, sizeBytes: written.sizeBytes, runs: ownRuns(written) };
  }

  private write(path: string, temporaryPath: string, write: WriteContents): WrittenSegments {
    const { partitions } = this.options;
    const writer = new SegmentWriter({
      path,
      temporaryPath,
      partitions,
      blockBytes: this.blockBytes,
    });
    try {
      write(writer);
      return writer.finish();
    } catch (error) {
      writer.abort();
      throw error;
    }
  }

  private merge(spills: readonly Spill[], writer: SegmentWriter): void {
    const { accumulators, combine } = this.options;
    const files = new OpenFiles();
    const merge = new RunMerge();
    try {
      for (let partition = 0; partition < this.options.partitions; partition++) {
        const runs = spills
          .map((spill) => spill.runs[partition])
          .filter((run) => run.digest.records > 0);
        if (runs.length === 0) continue;
        writer.begin(partition);
        if (combine === null && mergeBlocks({ runs, files, accumulators }, writer)) continue;
        merge.open(runs, files);
        this.mergePartition(merge, writer);
      }
    } finally {
      files.close();
    }
  }

  private mergePartition(merge: RunMerge, writer: SegmentWriter): void {
    const { accumulators, combine, keys } = this.options;
    if (accumulators !== null) writeCombined(merge, writer, accumulators);
    else if (combine === null) writeAsIs(merge, writer);
    else {
      const cursor = new MergeCursor(merge, { keys, ordered: false, aggregate: null });
      const groups = new CombinedGroupWriter(writer, keys, combine);
      while (cursor.next()) {
        const { bytes, start, end } = cursor.keyBytes();
        groups.write(bytes, start, end, cursor.values());
      }
    }
  }

  private removeSpills(): void {
    for (const path of this.paths) this.remove(path);
    this.spills = [];
  }

  private remove(path: string): void {
    removeScratch(path);
    this.paths.delete(path);
  }
}
