/**
 * A block of records in kernel memory, for whoever only checks it: twin of `scanRecords` over heap memory.
 *
 * Owns: a small kernel instance until `close`; a few are kept for the next owner.
 *
 * S1. Memory is one block of the size asked for.
 */

import type { RecordSum } from "./record-scan.js";
import { instantiateKernels, type KernelInstance, kernelsAvailable } from "./wasm.js";

const FIRST_ADDRESS = 4096;
/** The kernel may look at bytes behind the last record. */
const SLACK_BYTES = 128;
/** As many as are pulled at the same time. */
const KEPT = 4;
const kept: KernelInstance[] = [];

export class ScanKernel {
  /** Where the block belongs. */
  readonly bytes: Buffer;
  private readonly instance: KernelInstance;

  /** Null where there are no kernels, or no memory for them. */
  static open(blockBytes: number): ScanKernel | null {
    const needed = FIRST_ADDRESS + blockBytes + SLACK_BYTES;
    const idle = kernelsAvailable() ? kept.pop() : undefined;
    if (idle !== undefined && idle.bytes.length >= needed) return new ScanKernel(idle, blockBytes);
    try {
      const instance = instantiateKernels(needed);
      return instance === null ? null : new ScanKernel(instance, blockBytes);
    } catch (error) {
      // Too little address space.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  private constructor(instance: KernelInstance, blockBytes: number) {
    this.instance = instance;
    this.bytes = instance.bytes.subarray(FIRST_ADDRESS, FIRST_ADDRESS + blockBytes);
  }

  fit(wanted: number): boolean {
    return wanted <= this.bytes.length;
  }

  scan(start: number, end: number, sum: RecordSum): boolean {
    const { call } = this.instance;
    const records = call.scanRecords(FIRST_ADDRESS + start, FIRST_ADDRESS + end);
    if (records < 0) return false;
    sum.add(records, call.scanHigh() >>> 0, call.scanLow() >>> 0);
    return true;
  }

  close(): void {
    if (kept.length < KEPT) kept.push(this.instance);
  }
}
