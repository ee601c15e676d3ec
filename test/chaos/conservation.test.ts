/**
 * T30. A shuffle that drops, doubles or moves one record or one partition, with checksums that hold: the sums of what
 * maps report and what reduces report differ, every time.
 */

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sameDigest, sumDigests } from "../../src/engine/digest-sum.js";
import type { RecordDigest } from "../../src/engine/graph.js";
import { inPartition } from "../../src/shuffle/record-digest.js";
import { openGroups } from "../../src/shuffle/merge.js";
import { readEntry } from "../../src/shuffle/segment-file.js";
import { SegmentWriter } from "../../src/shuffle/segment-writer.js";
import { randomNumbers, temporaryDirectory } from "../../src/shuffle/shuffle-kit.js";

/** MR_FULL=1 for the full count. */
const ROUNDS = process.env["MR_FULL"] === "1" ? 100 : 25;
const MAPS = 3;
const PARTITIONS = 4;
const RECORDS = 200;

interface Pair {
  readonly key: Buffer;
  readonly value: Buffer;
}
/** Records of each partition, in order. */
type Output = Pair[][];

function mapOutput(random: (limit: number) => number): Output {
  return Array.from({ length: PARTITIONS }, () =>
    Array.from({ length: 1 + random(RECORDS) }, () => pair(`k${random(50)}`, `v${random(10)}`)),
  );
}

function pair(key: string, value: string): Pair {
  return { key: Buffer.from(key), value: Buffer.from(value) };
}

/** Writes it sorted, with right checksums, and gives the digest that a map would report. */
function write(path: string, output: Output): { sizeBytes: number; digest: RecordDigest } {
  const writer = new SegmentWriter({
    path,
    temporaryPath: `${path}.tmp`,
    partitions: PARTITIONS,
    blockBytes: 4096,
  });
  for (const [partition, records] of output.entries()) {
    writer.begin(partition);
    for (const { key, value } of records.toSorted((a, b) => a.key.compare(b.key))) {
      writer.append(key, 0, key.length, value, 0, value.length);
    }
  }
  return writer.finish();
}

/** What all reduces report together. */
function reduceAll(directory: string, sizes: readonly number[]): RecordDigest {
  return sumDigests(
    Array.from({ length: PARTITIONS }, (_, partition) => {
      const runs = sizes.map((sizeBytes, index) => {
        const path = join(directory, `map-${index}`);
        const source = { stage: "map", index, attempt: 1 };
        return { ...readEntry(path, partition, sizeBytes), path, source };
      });
      const cursor = openGroups({
        runs: runs.filter((run) => run.digest.records > 0),
        keys: "raw",
        ordered: false,
        aggregate: null,
        memoryBytes: 1 << 20,
        directory,
      });
      while (cursor.next()) cursor.count();
      const { digest } = cursor;
      cursor.close();
      return inPartition(digest, partition);
    }),
  );
}

type Mutant = (output: Output, random: (limit: number) => number) => void;

const place = (output: Output, random: (limit: number) => number) => {
  const from = random(PARTITIONS);
  return {
    from,
    to: (from + 1 + random(PARTITIONS - 1)) % PARTITIONS,
    at: random(output[from].length),
  };
};

const MUTANTS: Readonly<Record<string, Mutant>> = {
  "drops a record": (output, random) => {
    const { from, at } = place(output, random);
    output[from].splice(at, 1);
  },
  "doubles a record": (output, random) => {
    const { from, at } = place(output, random);
    output[from].push(output[from][at]);
  },
  "moves a record": (output, random) => {
    const { from, to, at } = place(output, random);
    output[to].push(...output[from].splice(at, 1));
  },
  "changes a value": (output, random) => {
    const { from, at } = place(output, random);
    output[from][at] = { ...output[from][at], value: Buffer.from("other") };
  },
  "drops a partition": (output, random) => {
    output[random(PARTITIONS)].length = 0;
  },
  "doubles a partition": (output, random) => {
    const { from } = place(output, random);
    output[from].push(...output[from]);
  },
  "moves a partition": (output, random) => {
    const { from, to } = place(output, random);
    output[to].push(...output[from].splice(0));
  },
  "exchanges two partitions": (output, random) => {
    const { from, to } = place(output, random);
    [output[from], output[to]] = [output[to], output[from]];
  },
};

function run(seed: number, mutant: Mutant | null): { made: RecordDigest; read: RecordDigest } {
  const directory = temporaryDirectory();
  const random = randomNumbers(seed);
  const made: RecordDigest[] = [];
  const sizes: number[] = [];
  const broken = random(MAPS);
  for (let map = 0; map < MAPS; map++) {
    const path = join(directory, `map-${map}`);
    const output = mapOutput(random);
    const sound = write(path, output);
    made.push(sound.digest);
    if (mutant !== null && map === broken) mutant(output, random);
    sizes.push(mutant !== null && map === broken ? write(path, output).sizeBytes : sound.sizeBytes);
  }
  return { made: sumDigests(made), read: reduceAll(directory, sizes) };
}

describe("T30: conservation between map and reduce", () => {
  it("holds for a sound shuffle", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { made, read } = run(seed, null);
      expect(read).toEqual(made);
    }
  });

  it.each(Object.entries(MUTANTS))("finds a shuffle that %s, every time", (_, mutant) => {
    let found = 0;
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const { made, read } = run(seed, mutant);
      if (!sameDigest(made, read)) found++;
    }
    expect(found).toBe(ROUNDS);
  });
});
