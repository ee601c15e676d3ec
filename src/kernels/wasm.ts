/**
 * Loads the WebAssembly kernels. Every kernel has a TypeScript twin with the same results, used where this returns null.
 *
 * Owns: one instance a memory. Talks to: the generated module (scripts/build-kernels.mjs).
 *
 * W1. Memory is reserved at its full size and never grows, so views of it stay valid; the system backs it page by page
 *     as it is touched.
 */

import { KERNEL_MODULE } from "./compiled/module.js";

const PAGE_BYTES = 65_536;

export interface KernelInstance {
  readonly bytes: Buffer;
  /** The module's functions by name; see src/kernels/assembly. */
  readonly call: Readonly<Record<string, (...args: number[]) => number>>;
}

let compiled: WebAssembly.Module | null | undefined;

/** Null where WebAssembly vectors are missing, or `useKernels(false)` was called. */
export function instantiateKernels(memoryBytes: number): KernelInstance | null {
  const module = compiledModule();
  if (module === null) return null;
  const pages = Math.ceil(memoryBytes / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return {
    bytes: Buffer.from(memory.buffer),
    call: exports as unknown as KernelInstance["call"],
  };
}

let enabled = true;

/** For tests: the TypeScript twins do all the work. */
export function useKernels(use: boolean): void {
  enabled = use;
}

export function kernelsAvailable(): boolean {
  return compiledModule() !== null;
}

function compiledModule(): WebAssembly.Module | null {
  if (!enabled) return null;
  if (compiled === undefined) {
    const bytes = Buffer.from(KERNEL_MODULE, "base64");
    // False also where the engine knows WebAssembly but not its vectors.
    compiled = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  }
  return compiled;
}
