import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MrError } from "../engine/error.js";
import { FetchError } from "./fetch-error.js";
import { OpenFiles } from "./open-files.js";
import { addDigests, inPartition } from "./record-digest.js";
import { RunReader } from "./run-reader.js";
import {
  BLOCK_HEADER_BYTES,
  BLOCK_LIMIT_BYTES,
  describeSegmentFile,
  type LocalRun,
  readEntry,
  storedBytes,
} from "./segment-file.js";
import { SegmentWriter, type WrittenSegments } from "./segment-writer.js";
import { randomNumbers, temporaryDirectory } from "./shuffle-kit.js";
import { trimSegments } from "./trim-segments.js";

const PARTITIONS = 3;

function write(directory: string, records: number, blockBytes = 64): WrittenSegments {
  const path = join(directory, "file.seg");
  const temporaryPath = join(directory, "file.tmp");
  const writer = new SegmentWriter({ path, temporaryPath, partitions: PARTITIONS, blockBytes });
  for (const partition of [0, 2]) {
    writer.begin(partition);
    for (let i = 0; i < records; i++) {
      const key = Buffer.from(`${partition}-key${String(i).padStart(6, "0")}`);
      writer.append(key, 0, key.length, key, 2, 5);
    }
  }
  expect(existsSync(path)).toBe(false);
  return writer.finish();
}

/** Everything in the file, as text; fails on any damage. */
function readAll(path: string, expectedBytes: number | null, partitions = PARTITIONS): string[] {
  const texts: string[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    const run: LocalRun = { ...readEntry(path, partition, expectedBytes), path, source: null };
    const files = new OpenFiles();
    try {
      const reader = new RunReader(run, files.open(run));
      while (reader.next())
        texts.push(reader.bytes.toString("utf8", reader.keyStart, reader.keyEnd));
    } finally {
      files.close();
    }
  }
  return texts;
}

function damageOf(work: () => unknown): MrError {
  try {
    work();
  } catch (error) {
    if (error instanceof MrError) return error;
    throw error;
  }
  throw new Error("the damage was not noticed");
}

describe("the segment file", () => {
  it("gives back what was written, partition by partition", () => {
    const directory = temporaryDirectory();
    const written = write(directory, 1000);
    const texts = readAll(written.path, written.sizeBytes);
    expect(texts).toHaveLength(2000);
    expect(texts).toEqual([...texts].sort());
    expect(written.entries.map((entry) => entry.digest.records)).toEqual([1000, 0, 1000]);
    expect(
      addDigests(written.entries.map((entry) => inPartition(entry.digest, entry.partition))),
    ).toEqual(written.digest);
    expect(existsSync(join(directory, "file.tmp"))).toBe(false);
  });

  it("finds one entry among thousands", () => {
    const path = join(temporaryDirectory(), "wide.seg");
    const writer = new SegmentWriter({
      path,
      temporaryPath: `${path}.tmp`,
      partitions: 5000,
      blockBytes: BLOCK_LIMIT_BYTES,
    });
    writer.begin(17);
    writer.append(Buffer.from("k"), 0, 1, Buffer.from("v"), 0, 1);
    const { sizeBytes } = writer.finish();
    expect(readEntry(path, 17, sizeBytes).digest.records).toBe(1);
    expect(readEntry(path, 4999, sizeBytes).digest.records).toBe(0);
    expect(damageOf(() => readEntry(path, 5000, sizeBytes)).code).toBe("MR_SEGMENT_CORRUPT");
  });

  it("holds a record larger than a block", () => {
    const path = join(temporaryDirectory(), "large.seg");
    const writer = new SegmentWriter({
      path,
      temporaryPath: `${path}.tmp`,
      partitions: PARTITIONS,
      blockBytes: BLOCK_LIMIT_BYTES,
    });
    const large = Buffer.alloc(5 << 20, "l");
    for (const key of [Buffer.from("a"), large, Buffer.from("z")]) {
      writer.append(key, 0, key.length, large, 0, large.length);
    }
    const { sizeBytes } = writer.finish();
    expect(readAll(path, sizeBytes).map((text) => text.length)).toEqual([1, 5 << 20, 1]);
  });

  it("cannot be written where there is no directory", () => {
    const path = "/no/such/directory/file.seg";
    const open = (): unknown =>
      new SegmentWriter({ path, temporaryPath: path, partitions: 1, blockBytes: 64 });
    expect(damageOf(open).code).toBe("MR_SCRATCH_IO");
  });
});

describe("a segment file of which the last partitions have been given up (F5)", () => {
  const written = () => write(temporaryDirectory(), 1000);
  const textsOf = (path: string, partitions: number, sizeBytes: number): string[] =>
    readAll(path, sizeBytes, partitions);

  it("is shorter, says what it said before, and gives the others as they were", async () => {
    const { path, sizeBytes, entries } = written();
    const texts = textsOf(path, 2, sizeBytes);
    const said = describeSegmentFile(path);
    await trimSegments(path, 2);
    expect(statSync(path).size).toBe(entries[2]?.offset);
    expect(textsOf(path, 2, sizeBytes)).toEqual(texts);
    expect(describeSegmentFile(path)).toEqual(said);
    expect(damageOf(() => readEntry(path, 2, sizeBytes)).message).toMatch(/partition 2/);
  });

  it("does not grow again, and may be cut to its index (Y2)", async () => {
    const { path, sizeBytes, entries } = written();
    for (const from of [1, 2, 1]) await trimSegments(path, from);
    expect(statSync(path).size).toBe(entries[1]?.offset);
    await trimSegments(path, 0);
    expect(statSync(path).size).toBe(entries[0]?.offset);
    expect(describeSegmentFile(path).sizeBytes).toBe(sizeBytes);
  });

  it("leaves who is reading alone (Y1)", async () => {
    const { path, sizeBytes } = written();
    const run: LocalRun = { ...readEntry(path, 0, sizeBytes), path, source: null };
    const files = new OpenFiles();
    const reader = new RunReader(run, files.open(run));
    let records = 0;
    while (reader.next()) if (records++ === 100) await trimSegments(path, 1);
    files.close();
    expect(records).toBe(1000);
  });

  it("is not mistaken for one that was cut short", () => {
    const { path, sizeBytes, entries } = written();
    const sound = readFileSync(path);
    for (const entry of entries) {
      for (const length of [entry.offset - 1, entry.offset + 1]) {
        writeFileSync(path, sound.subarray(0, length));
        expect(damageOf(() => describeSegmentFile(path)).code).toBe("MR_SEGMENT_CORRUPT");
      }
    }
    expect(sizeBytes).toBe(sound.length);
  });
});

describe("damage to a segment file", () => {
  it("shows every single damaged byte", () => {
    const directory = temporaryDirectory();
    const { path, sizeBytes } = write(directory, 20);
    const sound = readFileSync(path);
    const texts = readAll(path, sizeBytes);
    for (let at = 0; at < sizeBytes; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const damaged = Buffer.from(sound);
        damaged[at] ^= flip;
        writeFileSync(path, damaged);
        const { code } = damageOf(() => readAll(path, sizeBytes));
        expect(code, `byte ${at} ^ ${flip}`).toBe("MR_SEGMENT_CORRUPT");
      }
    }
    writeFileSync(path, sound);
    expect(readAll(path, sizeBytes)).toEqual(texts);
  });

  it("shows stretches that were lost, written over or moved", () => {
    const { path, sizeBytes } = write(temporaryDirectory(), 400);
    const sound = readFileSync(path);
    const random = randomNumbers(11);
    for (let round = 0; round < 300; round++) {
      const length = 1 + random(Math.min(5000, sizeBytes / 2));
      const to = random(sizeBytes - length);
      const damaged = Buffer.from(sound);
      if (random(2) === 0) damaged.fill(random(3) * 127, to, to + length);
      else {
        const from = random(sizeBytes - length);
        sound.copy(damaged, to, from, from + length);
      }
      if (damaged.equals(sound)) continue;
      writeFileSync(path, damaged);
      expect(damageOf(() => readAll(path, sizeBytes)).code).toBe("MR_SEGMENT_CORRUPT");
    }
  });

  it("shows when it was cut short or has grown, also to who does not know its size", () => {
    const directory = temporaryDirectory();
    const { path, sizeBytes } = write(directory, 20);
    const sound = readFileSync(path);
    for (let length = 0; length < sizeBytes; length++) {
      writeFileSync(path, sound.subarray(0, length));
      expect(damageOf(() => readAll(path, null)).code).toBe("MR_SEGMENT_CORRUPT");
    }
    writeFileSync(path, Buffer.concat([sound, Buffer.from([0])]));
    expect(damageOf(() => readAll(path, null)).code).toBe("MR_SEGMENT_CORRUPT");
  });
});

describe("damage to a run", () => {
  it("shows a block that is missing or twice", () => {
    const directory = temporaryDirectory();
    const { path, entries } = write(directory, 20);
    const [entry] = entries;
    const run = (changes: Partial<LocalRun>): LocalRun => ({
      ...entry,
      path,
      source: { stage: "map", index: 7, attempt: 2 },
      ...changes,
    });
    const read = (of: LocalRun): MrError =>
      damageOf(() => {
        const files = new OpenFiles();
        const reader = new RunReader(of, files.open(of));
        try {
          while (reader.next());
        } finally {
          files.close();
        }
      });
    const firstBlock = BLOCK_HEADER_BYTES + storedBytes(readFileSync(path));
    const shorter = read(run({ offset: firstBlock, sizeBytes: entry.sizeBytes - firstBlock }));
    expect(shorter).toBeInstanceOf(FetchError);
    expect((shorter as FetchError).sources).toEqual([{ stage: "map", index: 7, attempt: 2 }]);
    expect(shorter.message).toContain(`${path}, partition 0`);
    expect(shorter.message).toMatch(/offset \d+/);
    const wrongSum = { records: entry.digest.records, sum: "0123456789abcdef" };
    expect(read(run({ digest: wrongSum })).code).toBe("MR_SEGMENT_CORRUPT");
  });
});
