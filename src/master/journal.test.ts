import { createHash } from "node:crypto";
import {
  appendFile,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fact } from "../engine/fact.js";
import { Journal, openJournal } from "./journal.js";

const keeping = (needs: (fact: { readonly at: number }) => boolean) => ({
  needs,
  needsAll: () => false,
});

let directory: string;
let journals: Journal[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "mr-journal-"));
  journals = [];
});
afterEach(async () => {
  for (const journal of journals) await journal.close();
  await rm(directory, { recursive: true, force: true });
});

const path = () => join(directory, "journal-00000001");

function fact(number: number, padding = 40): Fact {
  // Nothing that could be deflated.
  const x = createHash("shake256", { outputLength: padding }).update(`${number}`).digest("base64");
  return { at: number, kind: "master-started", epoch: number, x } as Fact;
}

async function reopen(epoch = 1) {
  for (const journal of journals.splice(0)) await journal.close();
  const facts: Fact[] = [];
  const opened = await openJournal({ directory, epoch, durable: true }, (one) => facts.push(one));
  journals.push(opened.journal);
  return { ...opened, facts, numbers: facts.map(({ at }) => at) };
}

/** Three frames; the offsets at which they end. */
async function writeThree(padding = 40): Promise<number[]> {
  const { journal } = await reopen();
  const ends: number[] = [];
  for (const numbers of [[1, 2], [3], [4, 5, 6]]) {
    await journal.append(numbers.map((number) => fact(number, padding)));
    ends.push(journal.sizeBytes);
  }
  return ends;
}

async function overwrite(offset: number, bytes: Buffer): Promise<void> {
  const file = await open(path(), "r+");
  await file.write(bytes, 0, bytes.length, offset);
  await file.close();
}

test("what was appended is there after opening again, and can be appended to", async () => {
  await writeThree();
  const { journal, numbers } = await reopen(2);
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
  await journal.append([fact(7)]);
  const read: number[] = [];
  for await (const facts of journal.read()) read.push(...facts.map(({ at }) => at));
  expect(read).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect((await reopen(3)).numbers).toEqual(read);
});

describe("a torn tail", () => {
  test("is cut at whatever byte the write ended, and acknowledged facts stay", async () => {
    const [, second = 0, third = 0] = await writeThree();
    for (let size = third - 1; size > second; size -= 7) {
      await truncate(path(), size);
      const { numbers, notices, journal } = await reopen();
      expect([size, numbers]).toEqual([size, [1, 2, 3]]);
      expect(notices).toHaveLength(1);
      await journal.append([fact(4), fact(5), fact(6)]);
    }
    expect((await reopen()).notices).toEqual([]);
  });

  test("of sectors that were never written is cut as well", async () => {
    const [, second = 0, third = 0] = await writeThree(3_000);
    const sector = Math.ceil((second + 600) / 512) * 512;
    await overwrite(sector, Buffer.alloc(512));
    const { numbers } = await reopen();
    expect(numbers).toEqual([1, 2, 3]);
    expect((await stat(path())).size).toBe(second);
    expect(third).toBeGreaterThan(sector + 512);
  });

  test("of zeros alone is cut as well", async () => {
    const [, , third = 0] = await writeThree();
    await appendFile(path(), Buffer.alloc(4096));
    const { numbers } = await reopen();
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await stat(path())).size).toBe(third);
  });
});

describe("damage", () => {
  test("anywhere before the last frame is refused with its frame's offset", async () => {
    const [first = 0, second = 0] = await writeThree();
    const original = await readFile(path());
    for (let offset = 0; offset < second; offset += 3) {
      const flipped = Buffer.from([(original[offset] ?? 0) ^ 0x10]);
      await overwrite(offset, flipped);
      await expect(reopen()).rejects.toMatchObject({
        code: "MR_JOURNAL_CORRUPT",
        message: expect.stringContaining(`offset ${offset < first ? 0 : first}`),
      });
      await overwrite(offset, original.subarray(offset, offset + 1));
    }
    expect((await reopen()).numbers).toHaveLength(6);
  });

  test("of the last frame is a tail: cut, and kept beside the journal", async () => {
    const [, second = 0, third = 0] = await writeThree();
    const original = await readFile(path());
    for (let offset = second; offset < third; offset += 5) {
      await writeFile(path(), original);
      await overwrite(offset, Buffer.from([(original[offset] ?? 0) ^ 0x01]));
      const { numbers, notices } = await reopen();
      expect([offset, numbers, notices.length]).toEqual([offset, [1, 2, 3], 1]);
    }
    const kept = await readFile(join(directory, `cut-00000001-${second}`));
    expect(kept.length).toBe(third - second);
  });

  test("by a frame that is missing in the middle is refused", async () => {
    const [first = 0, second = 0] = await writeThree();
    const bytes = await readFile(path());
    await truncate(path(), first);
    await appendFile(path(), bytes.subarray(second));
    await expect(reopen()).rejects.toMatchObject({ code: "MR_JOURNAL_CORRUPT" });
  });

  test("is not repaired: the file stays as it was for whoever looks into it", async () => {
    await writeThree();
    await overwrite(40, Buffer.from("?"));
    const before = await readFile(path());
    await expect(reopen()).rejects.toThrow("damaged");
    expect(before.equals(await readFile(path()))).toBe(true);
  });
});

describe("a new generation", () => {
  test("holds what it was given and goes on from there; two are kept", async () => {
    await writeThree();
    const { journal } = await reopen();
    for (const keep of [5, 50, 500]) {
      await journal.startGeneration(keeping(({ at }) => at === keep));
      await journal.append([fact(keep * 10)]);
    }
    expect((await readdir(directory)).sort()).toEqual(["journal-00000003", "journal-00000004"]);
    expect((await reopen()).numbers).toEqual([500, 5000]);
  });

  test("that was never finished is not seen", async () => {
    await writeThree();
    await appendFile(join(directory, "journal-00000002.new"), "half a file");
    expect((await reopen()).numbers).toHaveLength(6);
  });

  test("is not hidden behind an older one when it is damaged", async () => {
    const { journal } = await reopen();
    await journal.append([fact(1)]);
    await journal.startGeneration(keeping(() => true));
    await journal.append([fact(3)]);
    const file = await open(join(directory, "journal-00000002"), "r+");
    await file.write("!", 50);
    await file.close();
    await expect(reopen()).rejects.toMatchObject({ code: "MR_JOURNAL_CORRUPT" });
  });
});

test("a large group is several frames, and all of it is there again", async () => {
  const { journal } = await reopen();
  const large = Array.from({ length: 9 }, (_, number) => fact(number, 2 << 20));
  await journal.append(large);
  const { facts } = await reopen();
  expect(facts).toEqual(large);
});

test("after a failed write nothing is accepted any more", async () => {
  await writeThree();
  const file = await open(path(), "r");
  const sizes = { size: (await stat(path())).size, sequence: 3, generation: 1 };
  const broken = new Journal({ directory, epoch: 1, durable: true }, { file, ...sizes });
  await expect(broken.append([fact(7)])).rejects.toMatchObject({ code: "MR_JOURNAL_IO" });
  await expect(broken.append([fact(8)])).rejects.toMatchObject({ code: "MR_JOURNAL_IO" });
  await broken.close();
  expect((await reopen()).numbers).toHaveLength(6);
});
