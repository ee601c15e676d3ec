import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FetchError } from "./fetch-error.js";
import { KernelMerge } from "./kernel-merge.js";
import { OpenFiles } from "./open-files.js";
import { RunMerge } from "./run-merge.js";
import { BLOCK_HEADER_BYTES, BLOCK_LIMIT_BYTES, type LocalRun } from "./segment-file.js";
import { SegmentWriter } from "./segment-writer.js";
import { runOf, temporaryDirectory } from "./shuffle-kit.js";

/** A run whose records come as they are given, whatever their order. */
function runWith(keys: readonly string[], blockBytes = 4096): LocalRun {
  const path = join(temporaryDirectory(), "file.seg");
  const writer = new SegmentWriter({
    path,
    temporaryPath: `${path}.tmp`,
    partitions: 1,
    blockBytes,
  });
  writer.begin(0);
  for (const key of keys) {
    const bytes = Buffer.from(key);
    writer.append(bytes, 0, bytes.length, bytes, 0, 0);
  }
  return runOf({ ...writer.finish(), spills: 0 });
}

/** The keys of all runs in the order of the merge. */
function merged(runs: readonly LocalRun[], kernels: boolean): string[] {
  const files = new OpenFiles();
  try {
    return kernels ? byKernel(runs, files) : byTwin(runs, files);
  } finally {
    files.close();
  }
}

function byKernel(runs: readonly LocalRun[], files: OpenFiles): string[] {
  const how = { mode: "keys", keys: "raw", accumulators: null, terminator: 10 } as const;
  const merge = KernelMerge.open({ runs, files, ...how, outBytes: BLOCK_LIMIT_BYTES });
  if (merge === null) throw new Error("there are no kernels");
  try {
    expect(merge.fill()).toBe("done");
    return merge.out.toString("utf8", BLOCK_HEADER_BYTES, merge.outEnd - 1).split("\n");
  } finally {
    merge.close();
  }
}

function byTwin(runs: readonly LocalRun[], files: OpenFiles): string[] {
  const merge = new RunMerge();
  const keys: string[] = [];
  for (merge.open(runs, files); merge.current !== null; merge.advance()) {
    const { bytes, keyStart, keyEnd } = merge.current;
    keys.push(bytes.toString("utf8", keyStart, keyEnd));
  }
  return keys;
}

describe.each([true, false])("the order of keys in a run, kernels: %s", (kernels) => {
  const sound = ["", "", "\0", "a", "a\0", "abcdefgh", "abcdefgh", "abcdefgh\0", "abcdefghi1"];

  it.each([4096, 1])("may be any rising one, in blocks of %i bytes", (blockBytes) => {
    const runs = [runWith(sound, blockBytes), runWith(sound, blockBytes)];
    expect(merged(runs, kernels)).toEqual(sound.flatMap((key) => [key, key]));
  });

  it.each([
    ["a", ""],
    ["b", "a"],
    ["abcdefgh2", "abcdefgh1"],
    ["abcdefgh1", "abcdefgh"],
    ["a\0", "a"],
    ["abcdz", "abcda"],
  ])("is broken by %j before %j", (first, second) => {
    const keys = ["", "", first, second, "zz"];
    for (const other of [[], ["0", "y"]]) {
      const reading = (): unknown => merged([runWith(other), runWith(keys)], kernels);
      expect(reading).toThrow(FetchError);
      expect(reading).toThrow(/records are out of order/);
    }
  });

  it("is watched from one block to the next by the first eight bytes", () => {
    expect(() => merged([runWith(["a", "c", "b"], 1)], kernels)).toThrow(/out of order/);
  });

  it("begins anew with another run", () => {
    expect(merged([runWith(["z"])], kernels)).toEqual(["z"]);
    expect(merged([runWith(["a"])], kernels)).toEqual(["a"]);
  });
});
