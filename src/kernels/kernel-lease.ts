/**
 * Kernel memories are large, and given back by the garbage collector only: a process keeps the one that it used last.
 *
 * K1. What is leased belongs to one owner until it is released; its bytes are whatever the last owner left.
 */

import { instantiateKernels, type KernelInstance, kernelsAvailable } from "./wasm.js";

let kept: KernelInstance | null = null;

/** Null where there are no kernels, or no memory for them. */
export function leaseKernels(memoryBytes: number): KernelInstance | null {
  if (!kernelsAvailable()) return null;
  const own = kept;
  kept = null;
  if (own !== null && own.bytes.length >= memoryBytes && own.bytes.length < memoryBytes + 65_536) {
    return own;
  }
  try {
    return instantiateKernels(memoryBytes);
  } catch (error) {
    // Too little address space: the TypeScript twins need less.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export function releaseKernels(instance: KernelInstance): void {
  kept = instance;
}
