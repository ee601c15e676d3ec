/**
 * Keeps a task's output records as they are, instead of writing them to a part.
 */

import type { PartFile } from "../../engine/graph.js";
import { ownBytes } from "../../kernels/bytes.js";
import type { PartWriter } from "../../output/part-writer.js";
import { ownValue } from "../map-reduce/own-value.js";

export type KeptRecord = readonly [unknown, unknown];

export class MemoryPart implements PartWriter {
  readonly kept: KeptRecord[] = [];
  readonly formatted = null;
  readonly #name: string;
  readonly #keysAsBytes: boolean;

  constructor(name: string, keysAsBytes: boolean) {
    this.#name = name;
    this.#keysAsBytes = keysAsBytes;
  }

  get records(): number {
    return this.kept.length;
  }

  write(key: unknown, value: unknown): void {
    this.kept.push([ownValue(key), ownValue(value ?? null)]);
  }

  writeKeyBytes(bytes: Uint8Array, start: number, end: number, value: unknown): void {
    const key = ownBytes(bytes, start, end);
    this.write(this.#keysAsBytes ? key : Buffer.from(key.buffer).toString("utf8"), value);
  }

  writeLine(bytes: Uint8Array, start: number, end: number): void {
    this.writeKeyBytes(bytes, start, end, null);
  }

  close(): PartFile {
    return {
      stagedPath: "",
      name: this.#name,
      records: this.kept.length,
      sizeBytes: 0,
      checksum: "",
    };
  }

  abort(): void {}
}
