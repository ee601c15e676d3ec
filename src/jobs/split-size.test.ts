import { describe, expect, it } from "vitest";
import type { JobSpec } from "../engine/job.js";
import type { FlowProgram, StepProgram } from "./program.js";
import { splitSizeOf } from "./split-size.js";

const MIB = 1024 * 1024;

function step(map: StepProgram["map"]): StepProgram {
  return {
    map,
    combine: null,
    reduce: "function",
    partitioning: "hash",
    orderValues: false,
    keys: "raw",
  };
}

function steps(...maps: StepProgram["map"][]): FlowProgram {
  return { kind: "steps", steps: maps.map(step) };
}

function sizeMib(flow: FlowProgram, inputMib: number, asked: number | null = null): number {
  const job = { settings: { splitSizeBytes: asked }, program: { flow } } as unknown as JobSpec;
  return splitSizeOf(job, inputMib * MIB) / MIB;
}

describe("the input of a map task", () => {
  it.each([0, 1, 64, 100, 256, 1024, 1 << 20])("is 64 MiB in kernels: of %d MiB (Z2)", (mib) => {
    expect(sizeMib(steps("declared"), mib)).toBe(64);
  });

  it.each([
    [0, 16],
    [40, 16],
    [256, 16],
    [257, 17],
    [400, 25],
    [1000, 63],
    [1024, 64],
    [1 << 20, 64],
  ])("is a sixteenth for a function or a command: of %d MiB %d (Z3)", (mib, expected) => {
    expect(sizeMib(steps("function"), mib)).toBe(expected);
    expect(sizeMib(steps("command"), mib)).toBe(expected);
  });

  it("is what was asked for, if it was", () => {
    expect(sizeMib(steps("function"), 256, 3 * MIB)).toBe(3);
    expect(sizeMib(steps("declared"), 256, 3 * MIB)).toBe(3);
  });

  it("goes by the steps that read the input, not by those behind them", () => {
    expect(sizeMib(steps("declared", "function"), 256)).toBe(64);
    expect(sizeMib(steps("function", "declared"), 256)).toBe(16);
    const rest = { maxRounds: 3, finish: step("function") };
    const [first, round] = [step("declared"), step("function")];
    expect(sizeMib({ kind: "iterate", first, round, until: false, ...rest }, 256)).toBe(64);
    expect(sizeMib({ kind: "refine", start: first, round, ...rest }, 256)).toBe(16);
    const declared = { kind: "refine", start: first, round: first, maxRounds: 3 } as const;
    expect(sizeMib({ ...declared, finish: first }, 256)).toBe(64);
  });
});
