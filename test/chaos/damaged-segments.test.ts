/**
 * T29. Segments that are damaged on disk or on the way: all damage is found, no record of a damaged block is used, and
 * the error says which of the two it was. MR_FULL=1 for the full counts.
 */

import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { SourceLocation } from "../../src/engine/command.js";
import type { Incarnation, JobId, WorkerId } from "../../src/engine/ids.js";
import { type ResolveOptions, resolveRuns } from "../../src/shuffle/fetch.js";
import { LinkSpeeds } from "../../src/shuffle/link-speeds.js";
import { openGroups } from "../../src/shuffle/merge.js";
import type { SegmentFile } from "../../src/shuffle/segment-file.js";
import { startSegmentServer } from "../../src/shuffle/segment-server.js";
import {
  collect,
  collectorOptions,
  randomNumbers,
  readGroups,
  temporaryDirectory,
} from "../../src/shuffle/shuffle-kit.js";
import { hasCodec, type WireCodec } from "../../src/shuffle/wire-codec.js";
import { startFaultyLink } from "./faulty-link.js";

type Groups = ReturnType<typeof readGroups>;

const FULL = process.env["MR_FULL"] === "1";
const closers: Array<() => Promise<void>> = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Stage {
  readonly directory: string;
  readonly file: SegmentFile;
  readonly sound: Groups;
  readonly address: string;
}

/** One map output of several blocks a partition, and a worker that serves it. */
async function stage(records: number): Promise<Stage> {
  const directory = temporaryDirectory();
  const file = collect(
    collectorOptions(directory, { partitions: 2, memoryBytes: 1 << 20 }),
    Array.from({ length: records }, (_, i) => [`key${i % 997}`, `value ${i}`] as const),
  );
  const server = await startSegmentServer({
    host: "127.0.0.1",
    port: 0,
    token: "secret",
    resolve: () => file.path,
  });
  closers.push(() => server.close());
  const location = locationOf(file, server.address, "here");
  const runs = await resolveRuns(options(directory, location, { hostId: "here" }));
  return { directory, file, sound: readGroups(runs, directory), address: server.address };
}

function locationOf(file: SegmentFile, dataAddress: string, hostId: string): SourceLocation {
  return {
    index: 0,
    attempt: 1,
    worker: "w1" as WorkerId,
    incarnation: "i1" as Incarnation,
    hostId,
    dataAddress,
    path: file.path,
    sizeBytes: file.sizeBytes,
  };
}

function options(
  directory: string,
  location: SourceLocation,
  changes: Partial<ResolveOptions> = {},
): ResolveOptions {
  return {
    job: "j0" as JobId,
    stage: "map",
    locations: [location],
    partition: 1,
    hostId: "elsewhere",
    dataToken: "secret",
    directory,
    signal: new AbortController().signal,
    tries: 2,
    firstPauseMs: 1,
    links: new LinkSpeeds("none"),
    ...changes,
  };
}

type Outcome = { readonly groups: Groups } | { readonly error: Error };

/** What a reduce would see: all groups, or an error. Groups before an error must be sound ones. */
async function read({ directory, sound }: Stage, asked: ResolveOptions): Promise<Outcome> {
  const groups: Groups = [];
  try {
    const runs = await resolveRuns(asked);
    const cursor = openGroups({
      runs,
      keys: "tagged",
      ordered: false,
      aggregate: null,
      memoryBytes: 1 << 20,
      directory,
    });
    while (cursor.next()) groups.push([cursor.key(), [...cursor.values()]]);
    cursor.close();
    return { groups };
  } catch (cause) {
    expect(groups).toEqual(sound.slice(0, groups.length));
    if (!(cause instanceof Error)) throw cause;
    return { error: cause };
  }
}

function reason(outcome: Outcome): string {
  return "error" in outcome ? outcome.error.message : "nothing was noticed";
}

describe("T29: damage on the disk of the worker that serves", () => {
  it("is found wherever a byte is flipped, in place and over the wire", async () => {
    const at = await stage(4000);
    const bytes = readFileSync(at.file.path);
    const random = randomNumbers(29);
    let damaged = 0;
    for (let round = 0; round < (FULL ? 1000 : 150); round++) {
      const flipped = Buffer.from(bytes);
      flipped[random(bytes.length)] ^= 1 << random(8);
      writeFileSync(at.file.path, flipped);
      for (const hostId of ["here", "elsewhere"]) {
        const location = locationOf(at.file, at.address, "here");
        const outcome = await read(at, options(at.directory, location, { hostId }));
        // A flip in the other partition is not this reader's to see.
        if ("groups" in outcome) expect(outcome.groups).toEqual(at.sound);
        else {
          damaged++;
          if (hostId === "elsewhere") expect(reason(outcome)).toMatch(/on the disk of worker/);
        }
      }
    }
    expect(damaged).toBeGreaterThan(FULL ? 700 : 100);
  });

  it("is found when the file is cut short or gone", async () => {
    const at = await stage(4000);
    const copy = join(at.directory, "copy");
    copyFileSync(at.file.path, copy);
    const random = randomNumbers(30);
    for (let round = 0; round < (FULL ? 300 : 40); round++) {
      copyFileSync(copy, at.file.path);
      if (round % 3 === 0) rmSync(at.file.path);
      else truncateSync(at.file.path, random(at.file.sizeBytes));
      for (const hostId of ["here", "elsewhere"]) {
        const location = locationOf(at.file, at.address, "here");
        const outcome = await read(at, options(at.directory, location, { hostId }));
        expect(outcome).toHaveProperty("error");
      }
    }
  });
});

describe.each(["none", "zstd", "brotli"] as const)("T29: damage on the way, codec %s", (codec) => {
  it.skipIf(!hasCodec(codec))(
    "is found, and blamed on the way when the disk is sound",
    async () => {
      const at = await stage(4000);
      const random = randomNumbers(31);
      let damaged = 0;
      for (let round = 0; round < (FULL ? 200 : 25); round++) {
        // Beyond the head; a place behind the last byte leaves everything sound.
        const place = 300 + random(Math.floor(at.file.sizeBytes / 12));
        const { flips, outcome } = await readOverLink(at, codec, place, 1 << random(8), "always");
        if (flips === 0) expect(outcome).toEqual({ groups: at.sound });
        else {
          damaged++;
          expect(reason(outcome)).toMatch(/on the way from worker|worker .*: the connection/);
        }
      }
      expect(damaged).toBeGreaterThan(FULL ? 100 : 12);
    },
  );

  it.skipIf(!hasCodec(codec))("is mended by asking again when it happens once", async () => {
    const at = await stage(4000);
    expect(await readOverLink(at, codec, 1000, 4, "once")).toEqual({
      flips: 1,
      outcome: { groups: at.sound },
    });
  });
});

async function readOverLink(
  at: Stage,
  codec: WireCodec,
  place: number,
  bit: number,
  how: "once" | "always",
): Promise<{ flips: number; outcome: Outcome }> {
  let flips = 0;
  const link = await startFaultyLink(at.address, {
    damage: (chunk, offset) => {
      if (place < offset || place >= offset + chunk.length || (how === "once" && flips > 0)) return;
      chunk[place - offset] ^= bit;
      flips++;
    },
  });
  try {
    const location = locationOf(at.file, link.address, "there");
    const links = slowLinks(codec, location);
    const outcome = await read(at, options(at.directory, location, { links }));
    return { flips, outcome };
  } finally {
    await link.close();
  }
}

/** Links of which it is known that they are slow: compressed segments are asked for at once. */
function slowLinks(codec: WireCodec, { dataAddress }: SourceLocation): LinkSpeeds {
  const links = new LinkSpeeds(codec);
  links.note(dataAddress, 2 ** 20, 1000);
  return links;
}

describe("a slow link", () => {
  it("is noticed, and segments after the first come compressed", async () => {
    const at = await stage(120_000);
    const link = await startFaultyLink(at.address, { bytesPerSecond: 20e6 });
    closers.push(() => link.close());
    const location = locationOf(at.file, link.address, "there");
    const asked = options(at.directory, location, { links: new LinkSpeeds("brotli") });
    const first = await resolveRuns(asked);
    const plainBytes = link.bytesToClients();
    const second = await resolveRuns(asked);
    const compressedBytes = link.bytesToClients() - plainBytes;
    expect(plainBytes).toBeGreaterThan(2 ** 20);
    expect(compressedBytes).toBeLessThan(plainBytes / 2);
    expect(readGroups(second, at.directory)).toEqual(readGroups(first, at.directory));
  });
});
