import { join } from "node:path";
import { expect, it } from "vitest";
import { createAccumulators } from "./accumulators/create.js";
import type { Aggregate } from "./key.js";
import { mergeBlocks } from "./merge-blocks.js";
import { OpenFiles } from "./open-files.js";
import { SegmentWriter } from "./segment-writer.js";
import { collect, collectorOptions, type Pair, runOf, temporaryDirectory } from "./shuffle-kit.js";

/** The last is folded key by key, not by kernels. */
const AGGREGATES: readonly Aggregate[] = [
  { kind: "average" },
  { kind: "first" },
  { kind: "top-k", k: 1, order: "largest" },
];

it.each(AGGREGATES)("fills blocks though keys come back: $kind", (aggregate) => {
  const directory = temporaryDirectory();
  const pairs = Array.from({ length: 20_000 }, (_, i): Pair => [`key ${i}`, i]);
  const runs = [0, 1].map((index) => {
    const path = join(directory, `run-${index}.seg`);
    // Every second key of the first run is in the second, too.
    const own = pairs.filter((_, i) => i % (index + 1) === 0);
    const options = collectorOptions(directory, { keys: "raw", aggregate, path });
    return runOf(collect(options, own), 0, index);
  });
  const path = join(directory, "merged.seg");
  const temporaryPath = `${path}.tmp`;
  const writer = new SegmentWriter({ path, temporaryPath, partitions: 1, blockBytes: 64 * 1024 });
  const files = new OpenFiles();
  const accumulators = createAccumulators(aggregate);
  expect(mergeBlocks({ runs, files, accumulators }, writer)).toBe(true);
  files.close();
  const { digest, sizeBytes } = writer.finish();
  expect(digest.records).toBe(pairs.length);
  expect(sizeBytes).toBeLessThan(runs[0].sizeBytes * 1.1);
});
