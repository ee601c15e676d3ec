/** What disks do to journals, at every byte: MR_FULL=1 looks at all of them, otherwise at a sample. */

import type { FileHandle } from "node:fs/promises";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Fact } from "../engine/fact.js";
import { encodeBodies, encodeFrame } from "./journal-frame.js";
import { type Ending, scanFrames } from "./journal-scan.js";
import { openJournal } from "./journal.js";

const FULL = process.env["MR_FULL"] === "1";
const SECTOR_BYTES = 512;
const TAIL_BYTES = 64 << 10;

/** Small numbers from a seed: the same in every run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One commit after the other, of one fact or of hundreds, as a busy master writes them. */
async function writeJournal(bytes: number, seed: number) {
  const random = numbersFrom(seed);
  const frames: Buffer[] = [];
  const ends = [0];
  let [size, at] = [0, 0];
  while (size < bytes) {
    const facts = Array.from(
      { length: random() < 0.1 ? 300 : 1 + Math.floor(random() * 3) },
      () => {
        at += 1;
        const reason = `r${random()}`.repeat(1 + Math.floor(random() * 4));
        return {
          at,
          kind: "worker-left",
          worker: "w",
          incarnation: "i",
          reason,
        } as unknown as Fact;
      },
    );
    for await (const body of encodeBodies(facts)) {
      const frame = encodeFrame(body, frames.length + 1, 1);
      frames.push(frame);
      size += frame.length;
      ends.push(size);
    }
  }
  return { bytes: Buffer.concat(frames), ends };
}

/** A file that is a buffer. */
function fileOf(bytes: Buffer): FileHandle {
  const read = (to: Buffer, start: number, length: number, position: number) => {
    const bytesRead = bytes.copy(to, start, position, Math.min(bytes.length, position + length));
    return Promise.resolve({ bytesRead, buffer: to });
  };
  return { read } as unknown as FileHandle;
}

async function scan(bytes: Buffer, size = bytes.length) {
  const frames = scanFrames(fileOf(bytes), size);
  let end = 0;
  for (;;) {
    const next = await frames.next();
    if (next.done === true) return { end, ending: next.value };
    end = next.value.end;
  }
}

const lastBefore = (ends: readonly number[], offset: number) =>
  ends.findLast((end) => end <= offset) ?? 0;

describe("T18: the journal's tail", () => {
  test("cut at any byte of its last 64 KiB opens at the last whole record", {
    timeout: 300_000,
  }, async () => {
    const { bytes, ends } = await writeJournal(TAIL_BYTES, 1);
    const wrong: number[] = [];
    let cuts = 0;
    for (let size = bytes.length; size > bytes.length - TAIL_BYTES; size -= FULL ? 1 : 37) {
      const { end, ending } = await scan(bytes.subarray(0, size));
      const whole = lastBefore(ends, size);
      const expected: Ending = whole === size ? { kind: "clean" } : { kind: "torn", offset: whole };
      if (end !== whole || JSON.stringify(ending) !== JSON.stringify(expected)) wrong.push(size);
      cuts += 1;
    }
    expect({ cuts, wrong }).toEqual({
      cuts: FULL ? TAIL_BYTES : Math.ceil(TAIL_BYTES / 37),
      wrong: [],
    });
  });

  test("with a last sector of zeros or noise opens at the last whole record", async () => {
    const wrong: string[] = [];
    const seeds = FULL ? 1_000 : 60;
    for (let seed = 1; seed <= seeds; seed++) {
      const { bytes, ends } = await writeJournal(3_000 + seed * 7, seed);
      const sector = Math.floor((bytes.length - 1) / SECTOR_BYTES) * SECTOR_BYTES;
      const whole = lastBefore(ends, sector);
      const random = numbersFrom(seed);
      for (const fill of [() => 0, () => Math.floor(random() * 256)]) {
        const torn = Buffer.from(bytes);
        for (let at = sector; at < torn.length; at++) torn[at] = fill();
        const { end, ending } = await scan(torn);
        if (end !== whole || ending.kind !== "torn") wrong.push(`${seed}: ${end} ${ending.kind}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test("T19: one flipped bit before the tail is refused with its record's offset", {
  timeout: 120_000,
}, async () => {
  const { bytes, ends } = await writeJournal(TAIL_BYTES, 2);
  const random = numbersFrom(3);
  const flips = FULL ? 1_000 : 150;
  const last = ends.at(-2) ?? 0;
  const skipped: string[] = [];
  for (let flip = 0; flip < flips; flip++) {
    const at = Math.floor(random() * last);
    const bit = 1 << Math.floor(random() * 8);
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ bit;
    const { end, ending } = await scan(damaged);
    const offset = lastBefore(ends, at);
    if (end !== offset || ending.kind !== "damaged" || ending.offset !== offset) {
      skipped.push(`byte ${at}, bit ${bit}: ${JSON.stringify(ending)}`);
    }
  }
  expect(skipped).toEqual([]);
});

test("a tail that is cut stays cut, whatever opens the journal next", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mr-journal-"));
  const facts = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ at, kind: "master-started", epoch: at }) as Fact);
  try {
    const options = { directory, epoch: 1, durable: false };
    const { journal } = await openJournal(options, () => undefined);
    await journal.append(facts(200));
    const { sizeBytes } = journal;
    await journal.append(facts(200));
    await journal.close();
    const path = join(directory, "journal-00000001");
    const { truncate } = await import("node:fs/promises");
    await truncate(path, sizeBytes + 100);
    for (const notices of [1, 0]) {
      let seen = 0;
      const opened = await openJournal(options, () => seen++);
      expect({ seen, notices: opened.notices.length }).toEqual({ seen: 200, notices });
      await opened.journal.close();
      expect((await stat(path)).size).toBe(sizeBytes);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
