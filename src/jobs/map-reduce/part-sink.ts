/**
 * The sink that writes the job's output: the task's part, and the named outputs beside it.
 *
 * Owns: the writers of one task. Talks to: src/output.
 *
 * W1. `finish` closes all of them, `abort` removes all of them.
 */

import type { PartFile, TaskOutput } from "../../engine/graph.js";
import type { OutputFormat } from "../../engine/job.js";
import type { PartWriter } from "../../output/part-writer.js";
import type { PairSink } from "../../input/extractors/extractor.js";
import type { Emit } from "../definition.js";
import { emitLine, type TaskSink } from "./pair-target.js";
import type { NamedOutput } from "./task-frame.js";

export interface PartSinkOptions {
  readonly format: OutputFormat;
  readonly letter: "m" | "r";
  readonly index: number;
  open(name: string): PartWriter;
}

export class PartSink implements TaskSink {
  readonly emit: Emit;
  readonly pairs: PairSink;
  /** The part itself, for whoever has the key's bytes. */
  readonly writer: PartWriter;
  readonly #options: PartSinkOptions;
  readonly #writers: PartWriter[] = [];
  #files: PartFile[] = [];

  constructor(options: PartSinkOptions) {
    this.#options = options;
    const writer = this.#open("part");
    this.writer = writer;
    this.emit = (key, value) => writer.write(key, value);
    this.pairs = {
      addKey: (bytes, start, end, value) => writer.writeKeyBytes(bytes, start, end, value),
      addKeyBytes: (bytes, start, end, value, valueStart, valueEnd) =>
        writer.writeKeyBytes(bytes, start, end, value.subarray(valueStart, valueEnd)),
    };
  }

  /** `name-r-00000` */
  openNamed(name: string): NamedOutput {
    const writer = this.#open(name);
    return { write: (key, value) => writer.write(key, value) };
  }

  /** A command's line is a record as it stands; only formats that are not lines need its key and value apart. */
  line(bytes: Buffer, start: number, end: number): void {
    if (this.#options.format === "text") this.writer.writeLine(bytes, start, end);
    else emitLine(this.emit, bytes, start, end);
  }

  drained(): null {
    return null;
  }

  async finish(): Promise<void> {
    this.#files = this.#writers.map((writer) => writer.close());
  }

  abort(): void {
    for (const writer of this.#writers) writer.abort();
  }

  result(): { readonly output: TaskOutput; readonly spills: number } {
    return { output: { kind: "part", files: this.#files }, spills: 0 };
  }

  #open(name: string): PartWriter {
    const { letter, index } = this.#options;
    const writer = this.#options.open(`${name}-${letter}-${String(index).padStart(5, "0")}`);
    this.#writers.push(writer);
    return writer;
  }
}
