import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { useKernels } from "../kernels/wasm.js";
import { ArrivingRun } from "./arriving-run.js";
import { closeScratch, openScratch } from "./scratch-io.js";
import { BLOCK_LIMIT_BYTES, type LocalRun } from "./segment-file.js";
import {
  collect,
  collectorOptions,
  type Pair,
  randomNumbers,
  runOf,
  temporaryDirectory,
} from "./shuffle-kit.js";

afterEach(() => useKernels(true));

const FEW: Pair[] = Array.from({ length: 9000 }, (_, i) => [`key${i % 997}`, `value ${i}`]);
const LONG: Pair[] = ["a", "b"].map((key) => [key, key.repeat(2 * BLOCK_LIMIT_BYTES)]);

interface Sent {
  readonly run: LocalRun;
  readonly bytes: Buffer;
}

function sent(pairs: readonly Pair[], blockMemoryBytes = 1 << 20): Sent {
  const file = collect(
    collectorOptions(temporaryDirectory(), { memoryBytes: blockMemoryBytes }),
    pairs,
  );
  const run = runOf(file);
  const bytes = readFileSync(run.path).subarray(run.offset, run.offset + run.sizeBytes);
  return { run, bytes };
}

/** What lies on disk after all has arrived, in pieces that change their bytes once they are taken. */
function arrive({ run, bytes }: Sent, pieceLimit: number): Buffer {
  const path = join(temporaryDirectory(), "pulled");
  const file = openScratch(path, "w");
  const arriving = new ArrivingRun({ ...run, path, offset: 7 }, file);
  const random = randomNumbers(pieceLimit);
  try {
    for (let at = 0; at < bytes.length; ) {
      const piece = Buffer.from(bytes.subarray(at, at + 1 + random(pieceLimit)));
      at += piece.length;
      arriving.take(piece);
      piece.fill(0);
    }
    arriving.finish();
  } finally {
    arriving.close();
    closeScratch(file, path);
  }
  return readFileSync(path).subarray(7);
}

describe.each([true, false])("a run that arrives in pieces, kernels: %s", (kernels) => {
  it.each([3, 1000, 1 << 20])("is written as it was sent: up to %i bytes a piece", (limit) => {
    useKernels(kernels);
    const from = sent(FEW);
    expect(from.bytes.length).toBeGreaterThan(4 * from.run.blockBytes);
    expect(arrive(from, limit).equals(from.bytes)).toBe(true);
  });

  it("may hold records larger than a block", () => {
    useKernels(kernels);
    const from = sent(LONG, 8 << 20);
    expect(arrive(from, 1 << 16).equals(from.bytes)).toBe(true);
  });

  it("is refused when it is damaged, cut short, too long or not what was announced", () => {
    useKernels(kernels);
    const { run, bytes } = sent(FEW);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length >> 1] ^= 8;
    const other = { records: run.digest.records, sum: "0123456789abcdef" };
    const wrong: [Sent, RegExp][] = [
      [{ run, bytes: flipped }, /checksum is wrong/],
      [{ run, bytes: bytes.subarray(0, -1) }, /cut short/],
      [{ run, bytes: Buffer.concat([bytes, bytes]) }, /longer than its segment/],
      [{ run: { ...run, blockBytes: 100 }, bytes }, /longer than was announced/],
      [{ run: { ...run, digest: other }, bytes }, /not those that were written/],
    ];
    for (const [what, reason] of wrong) expect(() => arrive(what, 5000)).toThrow(reason);
  });
});
