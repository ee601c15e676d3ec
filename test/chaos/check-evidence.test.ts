/** The checkers of the invariants find what was broken on purpose, each under its number. */

import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/engine/fact.js";
import { EMPTY_DIGEST, type TaskReport } from "../../src/engine/graph.js";
import type { AttemptRef, Incarnation, JobId, WorkerId } from "../../src/engine/ids.js";
import { type Manifest, renderManifest } from "../../src/output/manifest.js";
import { violationsOf } from "./check-evidence.js";
import { digestOf, type Evidence, type Expected } from "./evidence.js";

const JOB = "j1" as JobId;
const WORKER = "w1" as WorkerId;
const INCARNATION = "i1" as Incarnation;
const DIGEST = { records: 3, sum: "00000000000000aa" };
const PART = { name: "part-r-00000", records: 2, sizeBytes: 8, checksum: "crc32:0000000a" };
const BYTES = Buffer.from("a\t1\nb\t2\n");

function attempt(stage: string, number = 1): AttemptRef {
  return { job: JOB, stage, index: 0, attempt: number };
}

function report(changes: Partial<TaskReport>): TaskReport {
  return {
    output: { kind: "segments", path: "/x", sizeBytes: 10, digest: DIGEST },
    counters: {},
    totals: {},
    inputRecords: 3,
    inputBytes: 10,
    shuffleDigest: EMPTY_DIGEST,
    skipped: [],
    spills: 0,
    peakMemoryBytes: 0,
    cpuMs: 0,
    ...changes,
  };
}

const REDUCED = report({
  output: { kind: "part", files: [{ ...PART, stagedPath: "/s" }] },
  inputRecords: 0,
  shuffleDigest: DIGEST,
});

const joined: Fact = {
  at: 0,
  kind: "worker-joined",
  info: {
    worker: WORKER,
    incarnation: INCARNATION,
    slots: 1,
    hostId: "h",
    dataAddress: "127.0.0.1:1",
    processId: 1,
  },
};
const started = (stage: string, number = 1): Fact => ({
  at: 1,
  kind: "attempt-started",
  attempt: attempt(stage, number),
  worker: WORKER,
  incarnation: INCARNATION,
  cause: "first",
  placement: "",
});
const completed = (stage: string, made: TaskReport, number = 1): Fact => ({
  at: 2,
  kind: "task-completed",
  attempt: attempt(stage, number),
  report: made,
});

const SOUND_FACTS: readonly Fact[] = [
  joined,
  started("map"),
  completed("map", report({})),
  started("reduce"),
  completed("reduce", REDUCED),
];
const MANIFEST: Manifest = {
  job: JOB,
  outputFormat: "text",
  parts: [{ name: PART.name, records: 2, bytes: 8, checksum: PART.checksum }],
  records: 2,
  bytes: 8,
  about: null,
};
const SOUND: Evidence = {
  exitCode: 0,
  stderr: "",
  elapsedMs: 10,
  limitMs: 100,
  facts: SOUND_FACTS,
  parts: [{ name: PART.name, bytes: BYTES }],
  manifest: renderManifest(MANIFEST),
  counters: { lines: 3 },
  verified: 0,
  replayed: 0,
  peakBytes: { runner: 10 },
};
const EXPECTED: Expected = {
  digest: digestOf(SOUND.parts),
  inputRecords: 3,
  counters: { lines: 3 },
  memoryLimits: { runner: 20 },
};

/** Facts with one of them replaced or added to. */
function facts(at: number, ...instead: Fact[]): Partial<Evidence> {
  return { facts: SOUND_FACTS.toSpliced(at, 1, ...instead) };
}

const restored = (number: number): Fact => ({
  at: 4,
  kind: "task-restored",
  attempt: attempt("map", number),
  worker: WORKER,
  incarnation: INCARNATION,
});
const left: Fact = {
  at: 1,
  kind: "worker-left",
  worker: WORKER,
  incarnation: INCARNATION,
  reason: "silent",
};
const ended: Fact = {
  at: 1,
  kind: "attempt-ended",
  attempt: attempt("map"),
  failure: { kind: "stopped" },
};
const fewer = { records: 2, sum: "00000000000000a0" };
const moved = { records: 3, sum: "00000000000000ab" };

const MUTANTS: ReadonlyArray<readonly [string, string, Partial<Evidence>]> = [
  [
    "I1",
    "two attempts of one task are committed",
    facts(2, completed("map", report({})), started("map", 2), completed("map", report({}), 2)),
  ],
  [
    "I1",
    "the file of another attempt is published",
    {
      manifest: renderManifest({
        ...MANIFEST,
        parts: [
          {
            ...MANIFEST.parts[0],
            name: PART.name,
            records: 2,
            bytes: 8,
            checksum: "crc32:0000000b",
          },
        ],
      }),
    },
  ],
  [
    "I1",
    "a committed file is not published",
    { manifest: renderManifest({ ...MANIFEST, parts: [] }) },
  ],
  ["I1", "nothing is published", { manifest: null }],
  [
    "I2",
    "a record of the output is lost",
    { parts: [{ name: PART.name, bytes: BYTES.subarray(4) }] },
  ],
  [
    "I2",
    "a record of the output is doubled",
    { parts: [{ name: PART.name, bytes: Buffer.concat([BYTES, BYTES.subarray(4)]) }] },
  ],
  [
    "I2",
    "a record goes to another part",
    {
      parts: [
        { name: PART.name, bytes: BYTES.subarray(4) },
        { name: "part-r-00001", bytes: BYTES.subarray(0, 4) },
      ],
    },
  ],
  [
    "I2",
    "a byte of the output is changed",
    { parts: [{ name: PART.name, bytes: Buffer.from("a\t1\nb\t3\n") }] },
  ],
  ["I2", "verify finds a fault", { verified: 1 }],
  ["I3", "a map has not read a record", facts(2, completed("map", report({ inputRecords: 2 })))],
  [
    "I3",
    "a reduce has not read a record",
    facts(4, completed("reduce", { ...REDUCED, shuffleDigest: fewer })),
  ],
  [
    "I3",
    "a reduce has read another record",
    facts(4, completed("reduce", { ...REDUCED, shuffleDigest: moved })),
  ],
  [
    "I3",
    "the manifest counts a row that is not there",
    {
      manifest: renderManifest({
        ...MANIFEST,
        parts: [{ name: PART.name, records: 3, bytes: 8, checksum: PART.checksum }],
      }),
    },
  ],
  [
    "I1",
    "an output that never won is restored",
    facts(2, completed("map", report({})), restored(2)),
  ],
  [
    "I4",
    "a worker that was given up restores",
    facts(2, completed("map", report({})), left, restored(1)),
  ],
  ["I4", "a worker that was given up commits", facts(1, started("map"), left)],
  ["I4", "an attempt that was over commits", facts(1, started("map"), ended)],
  ["I5", "the run fails", { exitCode: 1 }],
  ["I5", "the run takes too long", { elapsedMs: 101 }],
  ["I7", "a program takes too much memory", { peakBytes: { runner: 21 } }],
  ["I8", "the journal gives another state", { replayed: 1 }],
  ["I9", "a counter counts an attempt twice", { counters: { lines: 6 } }],
];

describe("the checker of a run", () => {
  it("has nothing against a sound one", () => {
    expect(violationsOf(SOUND, EXPECTED)).toEqual([]);
  });

  const reopened: Fact = { at: 3, kind: "task-reopened", task: attempt("map"), reason: "lost" };

  it("accepts what was made again", () => {
    const again = facts(
      2,
      completed("map", report({})),
      reopened,
      started("map", 2),
      completed("map", report({}), 2),
    );
    expect(violationsOf({ ...SOUND, ...again }, EXPECTED)).toEqual([]);
  });

  it("accepts an output that its worker brings back", () => {
    const back = facts(2, completed("map", report({})), reopened, restored(1));
    expect(violationsOf({ ...SOUND, ...back }, EXPECTED)).toEqual([]);
  });

  it("accepts an output that was lost when its last reader had read it", () => {
    const unused = facts(4, reopened, started("map", 2), completed("reduce", REDUCED), {
      ...ended,
      attempt: attempt("map", 2),
    });
    expect(violationsOf({ ...SOUND, ...unused }, EXPECTED)).toEqual([]);
  });

  it.each(MUTANTS)("%s: %s", (invariant, _what, change) => {
    const found = violationsOf({ ...SOUND, ...change }, EXPECTED);
    expect(found.map((line) => line.slice(0, 2))).toContain(invariant);
  });
});
