/**
 * Reads blocks into a kernel's table, a window at a time.
 *
 * Owns: the window, the program that stands in the kernel's memory, and the table of characters behind the window. Talks to:
 * src/kernels/assembly.
 *
 * R1. One crossing a window; nothing a record.
 * R2. The table of characters is laid down once, however many programs ask for it: each file of a split has its own.
 */

import type { BlockProgram } from "./block-program.js";
import { foldTable } from "./fold-table.js";
import { layOutJsonProgram, MOST_JSON_FIELDS } from "./json-program.js";
import { layOutLogProgram, MOST_LOG_PARTS } from "./log-program.js";
import {
  ASKED,
  COUNTERS_AT,
  COUNTERS_BYTES,
  FULL,
  LIST_AT,
  PROGRAM_AT,
  PROGRAM_BYTES,
  READ,
  ROOM_BYTES,
} from "./table-memory.js";
import type { KernelInstance } from "./wasm.js";

/** What JSON lines look like is kept there while nothing is sorted. */
const JSON_PLACES = { address: PROGRAM_AT, learntAt: COUNTERS_AT, learntBytes: COUNTERS_BYTES };
/** Of openFolding, as an address: nothing is said yet, or there will be none. */
const NOT_ASKED = 0;
const NO_ROOM = 1;

export interface TableOwner {
  /** Writes the table; it is cleared afterwards. */
  full(): void;
  /** Takes records that the kernel does not: whole ones, one or more. */
  odd(start: number, end: number): void;
}

/** Whether the kernels have room for the program. */
export function isKernelProgram(program: BlockProgram): boolean {
  switch (program.kind) {
    case "access-log":
      return program.by.length <= MOST_LOG_PARTS;
    case "words":
      return (program.tail?.length ?? 0) <= PROGRAM_BYTES;
    case "jsonl": {
      const isWide = program.where.length + 2 > MOST_JSON_FIELDS;
      return !isWide && layOutJsonProgram(program, JSON_PLACES).length <= PROGRAM_BYTES;
    }
    default:
      return true;
  }
}

export class BlockReader {
  private readonly kernels: KernelInstance;
  private readonly window: number;
  private windowBytes: number;
  /** What stands at PROGRAM_AT. */
  private program: BlockProgram | null = null;
  private folding = NOT_ASKED;
  /** Taken by the kernel in this call of `read`. */
  private records = 0;
  /** Whether the last window was left for a table of characters that the kernel wanted. */
  private hasAsked = false;

  constructor(kernels: KernelInstance, window: number, windowBytes: number) {
    this.kernels = kernels;
    this.window = window;
    this.windowBytes = windowBytes;
  }

  /** Returns how many records the kernel took. */
  read(
    program: BlockProgram,
    bytes: Buffer,
    start: number,
    end: number,
    owner: TableOwner,
  ): number {
    const { window, kernels } = this;
    if (this.program !== program) this.layOut(program);
    this.records = 0;
    for (let at = start; at < end; ) {
      const length = Math.min(this.windowBytes, end - at);
      bytes.copy(kernels.bytes, window, at, at + length);
      const taken = this.readWindow(program, { at, length, end }, owner);
      if (taken === 0 && !this.hasAsked) {
        // A record longer than the window: what is left of the block goes another way.
        owner.odd(at, end);
        break;
      }
      at += taken;
    }
    return this.records;
  }

  private layOut(program: BlockProgram): void {
    const { call, bytes } = this.kernels;
    const tail = program.kind === "words" ? program.tail : null;
    if (program.kind === "jsonl") {
      bytes.set(layOutJsonProgram(program, JSON_PLACES), PROGRAM_AT);
    } else if (program.kind === "access-log") {
      bytes.set(layOutLogProgram(program.by), PROGRAM_AT);
    } else if (tail !== null) {
      bytes.set(tail, PROGRAM_AT);
    }
    call.openTail(PROGRAM_AT, tail?.length ?? 0, COUNTERS_AT, COUNTERS_AT + COUNTERS_BYTES);
    call.openFolding(this.folding);
    this.program = program;
  }

  /** The table of characters takes the end of the window, if that is large enough. It is made when it is asked for. */
  private openFolding(): void {
    const { call, bytes } = this.kernels;
    const table = foldTable();
    const windowBytes = (this.windowBytes - table.length) & ~63;
    if (windowBytes < table.length) this.folding = NO_ROOM;
    else {
      this.folding = this.window + windowBytes + ROOM_BYTES;
      bytes.set(table, this.folding);
      this.windowBytes = windowBytes;
    }
    call.openFolding(this.folding);
  }

  /** Returns how many bytes of whole records were read of those at `at`, where a block goes on to `end`. */
  private readWindow(
    program: BlockProgram,
    { at, length, end }: { readonly at: number; readonly length: number; readonly end: number },
    owner: TableOwner,
  ): number {
    const { window, kernels } = this;
    const { call } = kernels;
    const windowEnd = window + length;
    const final = at + length === end ? 1 : 0;
    for (let from = window; ; ) {
      from = run(program, call, from, windowEnd, final);
      this.records += call.readRecords();
      const status = call.readStatus();
      const odd = call.listLength();
      for (let i = 0; i < odd; i++) {
        const place = LIST_AT + i * 8;
        const recordStart = kernels.bytes.readUInt32LE(place) - window;
        owner.odd(at + recordStart, at + kernels.bytes.readUInt32LE(place + 4) - window);
      }
      this.hasAsked = status === ASKED;
      if (this.hasAsked) this.openFolding();
      if (status === READ || this.hasAsked) return from - window;
      if (status === FULL) {
        owner.full();
        call.clearTable();
      }
    }
  }
}

function run(
  program: BlockProgram,
  call: KernelInstance["call"],
  start: number,
  end: number,
  final: number,
): number {
  switch (program.kind) {
    case "words":
      return program.letters || program.lowerCase
        ? call.foldedWords(start, end, final, program.letters ? 1 : 0, program.lowerCase ? 1 : 0)
        : call.words(start, end, final);
    case "lines":
      return call.lines(start, end, final, program.text ? 1 : 0);
    case "fields": {
      const { separator, key, value } = program;
      return call.fields(start, end, final, separator ?? -1, key, value ?? -1);
    }
    case "csv": {
      const { separator, key, value, columns } = program;
      const room = [COUNTERS_AT, COUNTERS_AT + COUNTERS_BYTES] as const;
      return call.csv(start, end, final, separator, key, value ?? -1, columns ?? -1, ...room);
    }
    case "access-log":
      return call.accessLog(start, end, final, PROGRAM_AT);
    case "jsonl":
      return call.jsonl(start, end, final, PROGRAM_AT);
  }
}
