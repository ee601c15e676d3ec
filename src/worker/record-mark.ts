/**
 * Where an attempt is in its input: written by the runner into a small file, read by the agent when the runner is gone.
 *
 * Owns: the file's form: five float64: kind, range, start, end, record. Talks to: the file system.
 *
 * M1. A note is one write to the page cache: it survives whatever ends the process, and is never half there.
 * M2. One note a block of about 1 MiB; one or two a record only in blocks in which a process of the attempt has ended.
 */

import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { CondemnedRecord, RecordSpan, RecordWatch } from "../jobs/assignment.js";

/** What the agent has found out from earlier processes of an attempt; null for its first. */
export interface CarefulReading {
  readonly suspects: readonly RecordSpan[];
  readonly condemned: readonly CondemnedRecord[];
}

export type RecordMark =
  /** In a block that was not read with care: in any of its records, or behind them. */
  | { readonly kind: "block"; readonly span: RecordSpan }
  /** User code had this record. */
  | { readonly kind: "record"; readonly span: RecordSpan; readonly record: number }
  /** Between records: no record is to blame. */
  | { readonly kind: "between"; readonly span: RecordSpan };

const NOTE_BYTES = 40;
const KINDS = ["none", "block", "record", "between"] as const;

/** Null when there is no note. */
export function readMark(path: string): RecordMark | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    // The process ended before its first block, or its folder went with the job.
    return null;
  }
  if (bytes.length < NOTE_BYTES) return null;
  const [kind = 0, range = 0, start = 0, end = 0, record = 0] = Array.from(
    { length: 5 },
    (_, field) => bytes.readDoubleLE(field * 8),
  );
  const span = { range, start, end };
  switch (KINDS[kind]) {
    case "block":
    case "between":
      return { kind: KINDS[kind], span };
    case "record":
      return { kind: "record", span, record };
    default:
      return null;
  }
}

/** The runner's end: one attempt's notes. */
export class RecordMarker implements RecordWatch {
  readonly isRepeated: boolean;
  readonly suspects: readonly RecordSpan[];
  readonly condemned: readonly CondemnedRecord[];
  readonly #path: string;
  readonly #note = Buffer.alloc(NOTE_BYTES);
  #descriptor: number | null = null;

  constructor(path: string, careful: CarefulReading | null) {
    this.#path = path;
    this.isRepeated = careful !== null;
    this.suspects = careful?.suspects ?? [];
    this.condemned = careful?.condemned ?? [];
  }

  enterBlock({ range, start, end }: RecordSpan): void {
    this.#note.writeDoubleLE(range, 8);
    this.#note.writeDoubleLE(start, 16);
    this.#note.writeDoubleLE(end, 24);
    this.#write("block");
  }

  enterRecord(_range: number, record: number): void {
    this.#note.writeDoubleLE(record, 32);
    this.#write("record");
  }

  leaveRecord(): void {
    this.#write("between");
  }

  /** The attempt is over: what comes after it is no record's fault. */
  close(): void {
    if (this.#descriptor === null) return;
    this.#write("none");
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #write(kind: (typeof KINDS)[number]): void {
    this.#descriptor ??= this.#open();
    this.#note.writeDoubleLE(KINDS.indexOf(kind), 0);
    writeSync(this.#descriptor, this.#note, 0, this.#note.length, 0);
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    return openSync(this.#path, "w", 0o600);
  }
}
