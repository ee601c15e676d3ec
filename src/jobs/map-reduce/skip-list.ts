/**
 * The bad records that one task leaves out: counted, named, and kept.
 *
 * Owns: the task's budget, and two staged files beside its output: `_skipped-map-00003.raw`, the records as they are in
 * the input, one behind the other; and `_skipped-map-00003.jsonl`, a line for each with file, offset and reason, and
 * where its bytes begin in the other file and how many they are.
 *
 * K1. More bad records than the whole job may leave out end the task at once, with a list of them.
 * K2. Without a bad record there is no file. A sample leaves out and keeps nothing: who reads for good does.
 * K3. A record over the size limit is named, not kept: it was never held in memory.
 */

import { tooManyBadRecords } from "../../engine/bad-records.js";
import { MrError } from "../../engine/error.js";
import type { PartFile, SkippedRecord } from "../../engine/graph.js";
import { type AttemptRef, taskName } from "../../engine/ids.js";
import type { PartWriter } from "../../output/part-writer.js";
import { LocatedError } from "./located-error.js";

/** Opens a file beside the output; null where there is no output to be beside of: in the test kit. */
export type OpenSkipped = (name: string, format: "raw" | "jsonl") => PartWriter;

export interface SkipListOptions {
  readonly task: AttemptRef;
  readonly limit: number;
  readonly muted: boolean;
  readonly open: OpenSkipped | null;
}

interface Files {
  readonly raw: PartWriter;
  readonly list: PartWriter;
  rawBytes: number;
}

export class SkipList {
  readonly #options: SkipListOptions;
  readonly #records: SkippedRecord[] = [];
  #files: Files | null = null;

  constructor(options: SkipListOptions) {
    this.#options = options;
  }

  /** Whether any record may be left out. */
  get allows(): boolean {
    return this.#options.limit > 0;
  }

  get records(): readonly SkippedRecord[] {
    return this.#options.muted ? [] : this.#records;
  }

  /** `bytes` are the record's own; null when they are not at hand. Throws MR_TOO_MANY_BAD_RECORDS. */
  add(file: string, offset: number, error: MrError, bytes: Uint8Array | null): void {
    const record = { file, offset, reason: error.message };
    this.#records.push(record);
    const { limit, muted } = this.#options;
    if (muted) return;
    this.#keep(record, bytes);
    if (this.#records.length <= limit) return;
    const tooMany = tooManyBadRecords(this.#records.length, limit, this.#records);
    const caused = new MrError(tooMany.code, tooMany.message, {
      cause: error,
      ...(tooMany.hint === undefined ? {} : { hint: tooMany.hint }),
    });
    if (error.stack !== undefined) caused.stack = error.stack;
    throw new LocatedError(caused, `${file}:${offset}`);
  }

  /** What the report says of the files. */
  close(): { readonly skippedFiles?: readonly PartFile[] } {
    if (this.#files === null) return {};
    const { raw, list } = this.#files;
    this.#files = null;
    return { skippedFiles: [list.close(), raw.close()] };
  }

  abort(): void {
    this.#files?.raw.abort();
    this.#files?.list.abort();
    this.#files = null;
  }

  #keep(record: SkippedRecord, bytes: Uint8Array | null): void {
    const files = this.#open();
    if (files === null) return;
    const raw = bytes === null ? null : { start: files.rawBytes, bytes: bytes.length };
    files.list.write(null, { ...record, raw });
    if (bytes === null) return;
    files.raw.write(null, bytes);
    files.rawBytes += bytes.length;
  }

  #open(): Files | null {
    const { open, task } = this.#options;
    if (open === null) return null;
    const name = `_skipped-${taskName(task)}`;
    this.#files ??= {
      raw: open(`${name}.raw`, "raw"),
      list: open(`${name}.jsonl`, "jsonl"),
      rawBytes: 0,
    };
    return this.#files;
  }
}
