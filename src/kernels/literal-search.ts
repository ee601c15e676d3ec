/**
 * Finds the lines of a block that hold a text.
 *
 * Owns: a small kernel memory, one for the process, and which two bytes of the text are looked for first. Talks to: the
 * kernel `literalHits`; where there are no kernels, or the text is long, `Buffer.indexOf` does the same.
 *
 * T1. `open` a block, then ask for hits in rising order; a hit is never in a line with an earlier hit, as long as the
 *     next question starts behind that line.
 * T2. One search at a time uses the memory between `open` and the last question: blocks are handled one after the other.
 */

import { type KernelInstance, instantiateKernels } from "./wasm.js";

/** Both, the window and what follows it, stay in the processor's nearest caches. */
const WINDOW_BYTES = 32 * 1024;
const LITERAL_LIMIT_BYTES = 256;
/** Loads of the kernel reach so far behind a window. */
const SLACK_BYTES = 64 + LITERAL_LIMIT_BYTES;
/** Constants of the kernels lie below. */
const LITERAL_AT = 4_096;
const MASKS_AT = LITERAL_AT + LITERAL_LIMIT_BYTES;
const WINDOW_AT = MASKS_AT + LITERAL_LIMIT_BYTES;
const HITS_AT = (WINDOW_AT + WINDOW_BYTES + SLACK_BYTES + 3) & ~3;
const MEMORY_BYTES = HITS_AT + 4 * WINDOW_BYTES;
const SAMPLE_BYTES = 8 * 1024;

export interface LiteralSearch {
  readonly literal: Buffer;
  open(bytes: Buffer, end: number): void;
  /** The first hit from `from` on that ends by the block's end, or -1. */
  next(from: number): number;
}

export interface Literal {
  readonly bytes: Buffer;
  /** Upper and lower case of ASCII letters are the same. */
  readonly ignoreCase: boolean;
}

/** Whether the literal is in `bytes[start, end)`. */
export function holdsLiteral(literal: Literal, bytes: Buffer, start: number, end: number): boolean {
  const place = bytes.subarray(start, end);
  return literal.ignoreCase
    ? lowered(place).includes(lowered(literal.bytes))
    : place.includes(literal.bytes);
}

/** Null where there are no kernels; undefined as long as nobody has asked. */
let shared: KernelInstance | null | undefined;

export function createLiteralSearch(literal: Literal): LiteralSearch {
  const { length } = literal.bytes;
  if (length < 2 || length > LITERAL_LIMIT_BYTES) return new PlainSearch(literal);
  shared ??= instantiateKernels(MEMORY_BYTES);
  return shared === null ? new PlainSearch(literal) : new KernelSearch(literal, shared);
}

/** The twin. */
export class PlainSearch implements LiteralSearch {
  readonly literal: Buffer;
  readonly #ignoreCase: boolean;
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;

  constructor({ bytes, ignoreCase }: Literal) {
    this.literal = ignoreCase ? lowered(bytes) : bytes;
    this.#ignoreCase = ignoreCase;
  }

  open(bytes: Buffer, end: number): void {
    this.#bytes = this.#ignoreCase ? lowered(bytes.subarray(0, end)) : bytes;
    this.#end = end;
  }

  next(from: number): number {
    const hit = this.#bytes.indexOf(this.literal, from);
    return hit < 0 || hit + this.literal.length > this.#end ? -1 : hit;
  }
}

class KernelSearch implements LiteralSearch {
  readonly literal: Buffer;
  readonly #masks: Buffer;
  readonly #memory: Buffer;
  readonly #hits: Uint32Array;
  readonly #call: KernelInstance["call"];
  #rarest: readonly [number, number] | null = null;
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
  /** Where the window began, -1 before the first one; where the one behind it begins. */
  #window = -1;
  #following = 0;
  #count = 0;
  #index = 0;

  constructor(literal: Literal, { bytes, call }: KernelInstance) {
    const { ignoreCase } = literal;
    this.literal = ignoreCase ? lowered(literal.bytes) : literal.bytes;
    this.#masks = Buffer.from(this.literal.map((byte) => (ignoreCase ? caseBit(byte) : 0)));
    this.#memory = bytes;
    this.#hits = new Uint32Array(bytes.buffer, HITS_AT, WINDOW_BYTES);
    this.#call = call;
  }

  open(bytes: Buffer, end: number): void {
    this.#bytes = bytes;
    this.#end = end;
    this.#window = -1;
    this.#count = 0;
    this.#index = 0;
  }

  next(from: number): number {
    for (;;) {
      for (; this.#index < this.#count; this.#index += 1) {
        const hit = this.#window + (this.#hits[this.#index] ?? 0);
        if (hit >= from) return hit;
      }
      const start = this.#window < 0 ? from : Math.max(from, this.#following);
      if (start + this.literal.length > this.#end) return -1;
      this.#scan(start);
    }
  }

  #scan(start: number): void {
    const end = Math.min(this.#end, start + WINDOW_BYTES);
    const [first, second] = (this.#rarest ??= this.#rarestBytes(start, end));
    this.literal.copy(this.#memory, LITERAL_AT);
    this.#masks.copy(this.#memory, MASKS_AT);
    this.#bytes.copy(this.#memory, WINDOW_AT, start, end);
    const windowEnd = WINDOW_AT + end - start;
    const scan = this.#call["literalHits"] as (...args: number[]) => number;
    this.#count = scan(
      WINDOW_AT,
      windowEnd,
      LITERAL_AT,
      MASKS_AT,
      this.literal.length,
      first,
      second,
      HITS_AT,
    );
    this.#index = 0;
    this.#window = start;
    // A hit that this window cuts is whole in the next one.
    this.#following = end === this.#end ? end : end - this.literal.length + 1;
  }

  /** Positions of the two bytes of the literal that are rarest in a sample. */
  #rarestBytes(start: number, end: number): readonly [number, number] {
    const { literal } = this;
    const counts = new Uint32Array(256);
    for (const byte of this.#bytes.subarray(start, Math.min(end, start + SAMPLE_BYTES))) {
      counts[byte] = (counts[byte] ?? 0) + 1;
    }
    const countAt = (position: number) => {
      const byte = literal[position] ?? 0;
      const mask = this.#masks[position] ?? 0;
      return (counts[byte] ?? 0) + (mask === 0 ? 0 : (counts[byte ^ mask] ?? 0));
    };
    const order = [...literal.keys()].toSorted((a, b) => countAt(a) - countAt(b));
    const first = order[0] ?? 0;
    // Twice the same byte says less than two different ones.
    const second =
      order.find((position) => literal[position] !== literal[first]) ?? order[1] ?? first;
    return [first, second];
  }
}

/** What tells the cases of a lower-case letter apart; 0 for other bytes. */
function caseBit(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? 0x20 : 0;
}

/** ASCII letters only. */
function lowered(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte | caseBit(byte | 0x20)));
}
