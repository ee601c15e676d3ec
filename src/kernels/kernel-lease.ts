/**
 * Kernel memories are large, and given back by the garbage collector only: a process keeps the ones that it used last.
 *
 * K1. What is leased belongs to one owner until it is released; its bytes are whatever the last owner left.
 * K2. At most MOST_KEPT are kept: a task that merges what it reads and sorts what it writes has that many.
 */

import { instantiateKernels, type KernelInstance, kernelsAvailable } from "./wasm.js";

/** Of WebAssembly: memory comes in whole ones. */
const PAGE_BYTES = 65_536;
const MOST_KEPT = 2;

/** The one released last comes last. */
const kept: KernelInstance[] = [];

/** Null where there are no kernels, or no memory for them. */
export function leaseKernels(memoryBytes: number): KernelInstance | null {
  if (!kernelsAvailable()) return null;
  const place = kept.findIndex(({ bytes }) => {
    return bytes.length >= memoryBytes && bytes.length < memoryBytes + PAGE_BYTES;
  });
  const [own] = place < 0 ? [] : kept.splice(place, 1);
  if (own !== undefined) return own;
  try {
    return instantiateKernels(memoryBytes);
  } catch (error) {
    // Too little address space: the TypeScript twins need less.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export function releaseKernels(instance: KernelInstance): void {
  kept.push(instance);
  if (kept.length > MOST_KEPT) kept.shift();
}
