/**
 * Writes one output file of one attempt, under the attempt's own name in the staging folder.
 *
 * Owns: an attempt's output file until it is closed (then it belongs to the master) or aborted (then it is gone).
 *
 * P1. The file's name contains the attempt's name: two attempts never meet, and a zombie damages nothing.
 * P2. `close` returns what the manifest will say; nothing is recomputed later.
 */

import { rmSync } from "node:fs";
import { join } from "node:path";
import type { PartFile } from "../engine/graph.js";
import { attemptName, type AttemptRef } from "../engine/ids.js";
import type { OutputCompression, OutputFormat } from "../engine/job.js";
import { PartFileSink } from "./part-file-sink.js";
import { createRecordFormat, type RecordFormat } from "./record-format.js";

export interface PartWriterOptions {
  readonly stagingDirectory: string;
  readonly attempt: AttemptRef;
  /** `part-r-00003`; compressed files get their suffix added. */
  readonly name: string;
  readonly format: OutputFormat;
  readonly compression: OutputCompression;
  /** Default: false; a file of that name is an error. True: it is replaced. */
  readonly replace?: boolean;
}

export interface PartWriter {
  write(key: unknown, value: unknown): void;
  /** A key that is text, as bytes: written as it is. */
  writeKeyBytes(bytes: Uint8Array, start: number, end: number, value: unknown): void;
  /** A record that is its key alone. */
  writeLine(bytes: Uint8Array, start: number, end: number): void;
  /**
   * Set where formatted records may be handed over, as text or raw; files that are not compressed only, for the members
   * of compressed ones would depend on who has formatted.
   */
  readonly formatted: FormattedSink | null;
  readonly records: number;
  close(): PartFile;
  abort(): void;
}

export interface FormattedSink {
  readonly format: "text" | "raw";
  /** `records` of them, as the format wants them. */
  write(bytes: Buffer, start: number, end: number, records: number): void;
}

export function openPartWriter(options: PartWriterOptions): PartWriter {
  return new StagedPartWriter(options);
}

class StagedPartWriter implements PartWriter {
  records = 0;
  readonly formatted: FormattedSink | null;
  readonly #sink: PartFileSink;
  readonly #format: RecordFormat;
  readonly #name: string;

  constructor(options: PartWriterOptions) {
    this.#name = options.compression === "gzip" ? `${options.name}.gz` : options.name;
    const path = join(options.stagingDirectory, `${attemptName(options.attempt)}.${this.#name}`);
    if (options.replace === true) rmSync(path, { force: true });
    this.#sink = new PartFileSink(path, options.compression);
    this.#format = createRecordFormat(options.format);
    this.formatted = this.#formattedSink(options);
  }

  write(key: unknown, value: unknown): void {
    this.#format.write(this.#sink, key, value);
    this.records++;
  }

  writeKeyBytes(bytes: Uint8Array, start: number, end: number, value: unknown): void {
    this.#format.writeKeyBytes(this.#sink, bytes, start, end, value);
    this.records++;
  }

  writeLine(bytes: Uint8Array, start: number, end: number): void {
    this.writeKeyBytes(bytes, start, end, null);
  }

  #formattedSink({ format, compression }: PartWriterOptions): FormattedSink | null {
    if (compression !== "none" || (format !== "text" && format !== "raw")) return null;
    return {
      format,
      write: (bytes, start, end, records) => {
        this.#sink.appendThrough(bytes, start, end);
        this.records += records;
      },
    };
  }

  close(): PartFile {
    this.#sink.close();
    return {
      stagedPath: this.#sink.path,
      name: this.#name,
      records: this.records,
      sizeBytes: this.#sink.sizeBytes,
      checksum: this.#sink.checksum,
    };
  }

  abort(): void {
    this.#sink.abort();
  }
}
