/**
 * The kernel behind src/input/sortable-lines.ts: its memory, one for the process.
 *
 * Owns: an instance that is never given back; every call is complete in itself. Talks to: src/kernels/assembly.
 */

import { instantiateKernels, kernelsAvailable, type KernelInstance } from "./wasm.js";

export interface SortableShape {
  readonly numeric: boolean;
  readonly columns: { readonly from: number; readonly to: number } | null;
  readonly reverse: boolean;
}

/** Larger blocks are the twin's. */
const INPUT_BYTES = 1 << 20;
/** What comes out is at most four times as large, and some bytes a line. */
const OUTPUT_BYTES = 5 * INPUT_BYTES;
const INPUT_AT = 4096;
/** Vectors are read and written behind a region's end. */
const SLACK_BYTES = 128;
const OUTPUT_AT = INPUT_AT + INPUT_BYTES + SLACK_BYTES;
const LINE_FEED = 10;

export class SortableKernel {
  /** What came out last begins here. */
  readonly out: Buffer;
  private readonly instance: KernelInstance;

  private constructor(instance: KernelInstance) {
    this.instance = instance;
    this.out = instance.bytes.subarray(OUTPUT_AT);
  }

  /** Null where there are no kernels. */
  static shared(): SortableKernel | null {
    if (!kernelsAvailable()) return null;
    if (shared === null) {
      const instance = instantiateKernels(OUTPUT_AT + OUTPUT_BYTES);
      shared = instance === null ? null : new SortableKernel(instance);
    }
    return shared;
  }

  /** Of what came out last. */
  get outLength(): number {
    return (this.instance.call.sortableEnd() >>> 0) - OUTPUT_AT;
  }

  /** The number of lines, or -1: the block is too large. */
  encode(shape: SortableShape, bytes: Buffer, start: number, end: number): number {
    const inputEnd = this.bring(shape, bytes, start, end);
    if (inputEnd < 0) return -1;
    return this.instance.call.encodeSortable(INPUT_AT, inputEnd, OUTPUT_AT);
  }

  decode(
    shape: SortableShape,
    bytes: Buffer,
    start: number,
    end: number,
  ): "done" | "too large" | "not sortable" {
    const inputEnd = this.bring(shape, bytes, start, end);
    if (inputEnd < 0) return "too large";
    const { call } = this.instance;
    return call.decodeSortable(INPUT_AT, inputEnd, OUTPUT_AT) === 0 ? "not sortable" : "done";
  }

  /** Where the input ends, with an LF behind its last line; negative: it is too large. */
  private bring(shape: SortableShape, bytes: Buffer, start: number, end: number): number {
    const length = end - start;
    if (length >= INPUT_BYTES) return -1;
    const { bytes: memory, call } = this.instance;
    const { numeric, columns, reverse } = shape;
    const column = (at: number): number => Math.min(at, INPUT_BYTES);
    const [from, to] = columns === null ? [0, 0] : [column(columns.from), column(columns.to)];
    call.sortableOrder(numeric ? 1 : 0, from, to, reverse ? 1 : 0);
    bytes.copy(memory, INPUT_AT, start, end);
    const inputEnd = INPUT_AT + length;
    if (length === 0 || memory[inputEnd - 1] === LINE_FEED) return inputEnd;
    memory[inputEnd] = LINE_FEED;
    return inputEnd + 1;
  }
}

let shared: SortableKernel | null = null;
