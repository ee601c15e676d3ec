/**
 * The search for texts in lines (literal-search.ts) by the kernel `literalHits`.
 *
 * Owns: a kernel memory, one for the process, with room for a block, and which two bytes of each text are looked for first.
 *
 * W1. A block that is read into the room is searched where it is, others are copied window by window. A window is as large
 *     as a block: each crossing into the kernel costs more than what nearer caches save.
 * W2. The room has one owner at a time; who comes second reads into memory of its own.
 */

import { type KernelInstance, instantiateKernels } from "./wasm.js";

/** Of the room for a block, and of a window on other memory. */
export const SEARCH_ROOM_BYTES = 2 * 1024 * 1024;
const LITERAL_LIMIT_BYTES = 256;
/** Texts that are looked for together. */
export const LITERALS_LIMIT = 8;
/** Loads of the kernel reach so far behind a window. */
const SLACK_BYTES = 64 + LITERAL_LIMIT_BYTES;
/** Constants of the kernels lie below. */
const LITERAL_AT = 4_096;
const MASKS_AT = LITERAL_AT + LITERAL_LIMIT_BYTES;
const WINDOW_AT = MASKS_AT + LITERAL_LIMIT_BYTES;
const ROOM_AT = WINDOW_AT + SEARCH_ROOM_BYTES + SLACK_BYTES;
const HITS_AT = (ROOM_AT + SEARCH_ROOM_BYTES + SLACK_BYTES + 3) & ~3;
/** A text has two bytes or more, and a line at most one hit. */
const SHORTEST_LINE_BYTES = 3;
/** Room for the hits of one text, each four bytes. */
const HITS_BYTES = 4 * Math.ceil((SEARCH_ROOM_BYTES + 1) / SHORTEST_LINE_BYTES);
const MEMORY_BYTES = HITS_AT + LITERALS_LIMIT * HITS_BYTES;
const SAMPLE_BYTES = 2 * 1024;

/** Null where there are no kernels, and as long as nobody has asked. */
let shared: KernelInstance | null = null;

export function literalKernel(): KernelInstance | null {
  shared ??= instantiateKernels(MEMORY_BYTES);
  return shared;
}

let isRoomTaken = false;

/** Memory for a block whose texts will be looked for; null where there is no such room, or none that is free. */
export function takeSearchRoom(sizeBytes: number): Buffer | null {
  const kernel = sizeBytes > SEARCH_ROOM_BYTES || isRoomTaken ? null : literalKernel();
  if (kernel === null) return null;
  isRoomTaken = true;
  return kernel.bytes.subarray(ROOM_AT, ROOM_AT + sizeBytes);
}

export function giveSearchRoom(): void {
  isRoomTaken = false;
}

/** Whether the kernel can look for the text. */
export function isKernelLiteral({ length }: Buffer): boolean {
  return length >= 2 && length <= LITERAL_LIMIT_BYTES;
}

/** One text, and where it was found in the window. */
interface Needle {
  readonly bytes: Buffer;
  /** What tells the cases of its letters apart. */
  readonly masks: Buffer;
  readonly hits: Uint32Array;
  /** Positions of its two rarest bytes; null before the first window. */
  rarest: readonly [number, number] | null;
  count: number;
  index: number;
}

export class KernelSearch {
  readonly #needles: readonly Needle[];
  readonly #shortest: number;
  readonly #longest: number;
  readonly #memory: Buffer;
  readonly #call: KernelInstance["call"];
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
  /** Where the window began, -1 before the first one; where the one behind it begins. */
  #window = -1;
  #following = 0;

  /** `texts`: at most LITERALS_LIMIT, each one that the kernel can look for; in lower case if case does not count. */
  constructor(texts: readonly Buffer[], ignoreCase: boolean, { bytes, call }: KernelInstance) {
    this.#needles = texts.map((text, index) => ({
      bytes: text,
      masks: Buffer.from(text.map((byte) => (ignoreCase ? caseBit(byte) : 0))),
      hits: new Uint32Array(bytes.buffer, HITS_AT + index * HITS_BYTES, HITS_BYTES / 4),
      rarest: null,
      count: 0,
      index: 0,
    }));
    const lengths = texts.map(({ length }) => length);
    this.#shortest = Math.min(...lengths);
    this.#longest = Math.max(...lengths);
    this.#memory = bytes;
    this.#call = call;
  }

  open(bytes: Buffer, end: number): void {
    this.#bytes = bytes;
    this.#end = end;
    this.#window = -1;
    for (const needle of this.#needles) needle.index = needle.count = 0;
  }

  next(from: number): number {
    for (;;) {
      const hit = this.#firstHit(from);
      if (hit >= 0) return hit;
      const start = this.#window < 0 ? from : Math.max(from, this.#following);
      if (start + this.#shortest > this.#end) return -1;
      this.#scan(start);
    }
  }

  /** In the window, or -1. */
  #firstHit(from: number): number {
    let first = -1;
    for (const needle of this.#needles) {
      for (; needle.index < needle.count; needle.index += 1) {
        const hit = this.#window + (needle.hits[needle.index] ?? 0);
        if (hit < from) continue;
        if (first < 0 || hit < first) first = hit;
        break;
      }
    }
    return first;
  }

  #scan(start: number): void {
    const end = Math.min(this.#end, start + SEARCH_ROOM_BYTES);
    const windowAt = this.#place(start, end);
    const scan = this.#call["literalHits"] as (...args: number[]) => number;
    for (const needle of this.#needles) {
      const { bytes, masks, hits } = needle;
      const [first, second] = (needle.rarest ??= this.#rarestBytes(needle, start, end));
      bytes.copy(this.#memory, LITERAL_AT);
      masks.copy(this.#memory, MASKS_AT);
      needle.count = scan(
        windowAt,
        windowAt + end - start,
        LITERAL_AT,
        MASKS_AT,
        bytes.length,
        first,
        second,
        hits.byteOffset,
      );
      needle.index = 0;
    }
    this.#window = start;
    // A hit that this window cuts is whole in the next one.
    this.#following = end === this.#end ? end : end - this.#longest + 1;
  }

  /** Where those bytes of the block stand in the kernel's memory. */
  #place(start: number, end: number): number {
    if (this.#bytes.buffer === this.#memory.buffer) return this.#bytes.byteOffset + start;
    this.#bytes.copy(this.#memory, WINDOW_AT, start, end);
    return WINDOW_AT;
  }

  /** Positions of the two bytes of the text that are rarest in a sample. */
  #rarestBytes({ bytes, masks }: Needle, start: number, end: number): readonly [number, number] {
    const counts = new Uint32Array(256);
    for (const byte of this.#bytes.subarray(start, Math.min(end, start + SAMPLE_BYTES))) {
      counts[byte] = (counts[byte] ?? 0) + 1;
    }
    const countAt = (position: number) => {
      const byte = bytes[position] ?? 0;
      const mask = masks[position] ?? 0;
      return (counts[byte] ?? 0) + (mask === 0 ? 0 : (counts[byte ^ mask] ?? 0));
    };
    const order = [...bytes.keys()].toSorted((a, b) => countAt(a) - countAt(b));
    const first = order[0] ?? 0;
    // Twice the same byte says less than two different ones.
    const second = order.find((position) => bytes[position] !== bytes[first]) ?? order[1] ?? first;
    return [first, second];
  }
}

/** What tells the cases of a lower-case letter apart; 0 for other bytes. */
function caseBit(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? 0x20 : 0;
}
