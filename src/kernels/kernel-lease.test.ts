import { describe, expect, it } from "vitest";
import { leaseKernels, releaseKernels } from "./kernel-lease.js";
import type { KernelInstance } from "./wasm.js";

const MEBIBYTE = 1 << 20;

function lease(mebibytes: number): KernelInstance {
  const instance = leaseKernels(mebibytes * MEBIBYTE);
  if (instance === null) throw new Error("there are no kernels");
  return instance;
}

describe("kernel memories", () => {
  it("have one owner at a time (K1)", () => {
    const first = lease(4);
    const second = lease(4);
    expect(second).not.toBe(first);
    releaseKernels(first);
    expect(lease(4)).toBe(first);
  });

  it("are used again by whoever wants as much, two of them at most (K2)", () => {
    const [small, middle, large] = [lease(5), lease(6), lease(7)];
    for (const instance of [small, middle, large]) releaseKernels(instance);
    expect(lease(7)).toBe(large);
    expect(lease(6)).toBe(middle);
    expect(lease(5)).not.toBe(small);
  });

  it("are not handed to whoever wants more or far less", () => {
    const instance = lease(8);
    releaseKernels(instance);
    expect(lease(9)).not.toBe(instance);
    expect(lease(2)).not.toBe(instance);
    expect(lease(8)).toBe(instance);
  });
});
