import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { AttemptRef, Incarnation, JobId, WorkerId } from "../engine/ids.js";
import type { AttemptFailure, TaskReport } from "../engine/graph.js";
import { decodeMasterMessage, encodeMasterMessage } from "./codec-master.js";
import { decodeWorkerMessage, encodeWorkerMessage } from "./codec-worker.js";
import { checkJobSpec } from "./job-spec.js";
import { loadWire, type Wire } from "./load.js";
import type { MasterMessage, WorkerMessage } from "./messages.js";
import type * as wire from "./wire.js";

let loaded: Wire;
beforeAll(async () => {
  loaded = await loadWire();
});

const job = "j0123456789ABCDEFGHJKMNPQRS" as JobId;
const worker = "worker-1" as WorkerId;
const incarnation = "00112233445566ff" as Incarnation;
const attempt: AttemptRef = { job, stage: "map", index: 0, attempt: 1 };
const error = { code: "MR_USER_CODE", message: "é\u0000\n", hint: "h", stack: "at x" } as const;
const digest = { records: Number.MAX_SAFE_INTEGER, sum: "ffffffffffffffff" };

const report: TaskReport = {
  output: { kind: "segments", path: "/tmp/a b", sizeBytes: 2 ** 40, digest },
  counters: JSON.parse('{"a b":-3,"__proto__":7,"constructor":0}'),
  totals: { delta: 0.1, big: 1e300 },
  inputRecords: 12,
  inputBytes: 2 ** 45,
  shuffleDigest: { records: 0, sum: "0000000000000000" },
  skipped: [{ file: "in/ä.txt", offset: 2 ** 41, reason: "not JSON" }],
  spills: 2,
  peakMemoryBytes: 2 ** 33,
  cpuMs: 12.75,
};
const file = {
  stagedPath: "/out/x",
  name: "part-r-0.gz",
  records: 0,
  sizeBytes: 5,
  checksum: "c:1",
};
const reports: TaskReport[] = [
  report,
  { ...report, output: { kind: "part", files: [file, file] } },
  { ...report, output: { kind: "part", files: [] }, counters: {}, totals: {}, skipped: [] },
  { ...report, output: { kind: "result", bytes: "AAAA" } },
];
const failures: AttemptFailure[] = [
  { kind: "failed", error, where: "in/a.txt:12" },
  { kind: "failed", error: { code: "MR_INTERNAL", message: "" }, where: null },
  { kind: "failed", error, where: "" },
  { kind: "lost", error },
  { kind: "fetch-failed", error, stage: "map", sources: [{ index: 3, attempt: 2 }] },
  { kind: "stopped" },
];

/** One list for each kind: a new kind does not compile until it has its examples. */
const workerMessages: {
  [Kind in WorkerMessage["kind"]]: Extract<WorkerMessage, { kind: Kind }>[];
} = {
  hello: [
    {
      kind: "hello",
      info: { worker, incarnation, slots: 3, hostId: "h", dataAddress: "[::1]:9", processId: 42 },
      running: [attempt],
      kept: [{ attempt, path: "/w/a", sizeBytes: 7, records: 3 }],
      shortOf: "memory",
      version: "0.1.0",
      protocol: 1,
    },
  ],
  heartbeat: [
    { kind: "heartbeat", progress: [], peakMemoryBytes: 0, shortOf: "disk" },
    {
      kind: "heartbeat",
      progress: [{ attempt, bytes: 2 ** 50, records: 1 }],
      peakMemoryBytes: 9,
      shortOf: null,
    },
  ],
  succeeded: reports.map((report) => ({ kind: "succeeded", attempt, report })),
  ended: failures.map((failure) => ({ kind: "ended", attempt, failure })),
  log: [{ kind: "log", attempt, lines: ["", "a\nb", "ü"] }],
  draining: [{ kind: "draining" }],
  goodbye: [
    { kind: "goodbye", reason: "" },
    { kind: "goodbye", reason: "done" },
  ],
};

const spec = checkJobSpec({
  id: job,
  name: "top.ts",
  type: "map-reduce",
  code: { kind: "bundle", sha256: "ab".repeat(32), sizeBytes: 5, file: "/x/top.ts" },
  program: { any: ["thing", null] },
  params: { since: "2026-01-01", n: 0 },
  inputs: [{ name: "input", paths: ["in", "*.gz"] }],
  baseDirectory: "/x",
  output: { path: "/y", format: "jsonl", compression: "gzip", overwrite: true },
  settings: {
    partitions: null,
    splitSizeBytes: 1,
    memoryBytes: 2,
    maxAttempts: 4,
    skipBadRecords: 0,
    allowNondeterministic: false,
    taskMemoryBytes: null,
    recordLimitBytes: 3,
    taskTimeoutMs: 4,
  },
  idempotencyKey: "k",
});
const location = {
  index: 7,
  attempt: 2,
  worker,
  incarnation,
  hostId: "h",
  dataAddress: "10.0.0.1:1234",
  path: "/tmp/seg",
  sizeBytes: 2 ** 42,
};
const upstream = { map: { tasks: 3, results: ["AA=="], totals: { t: 0.5 } } };

const masterMessages: {
  [Kind in MasterMessage["kind"]]: Extract<MasterMessage, { kind: Kind }>[];
} = {
  welcome: [
    { kind: "welcome", epoch: 3, version: "1", heartbeatIntervalMs: 1000, dataToken: "secret" },
  ],
  rejected: [{ kind: "rejected", error }],
  "redial-window": [{ kind: "redial-window", windowMs: 10_000 }],
  job: [
    { kind: "job", spec },
    { kind: "job", spec: { ...spec, code: { kind: "library", name: "grep" }, program: null } },
  ],
  stage: [
    {
      kind: "stage",
      job,
      stage: {
        name: "reduce",
        edges: [
          { kind: "shuffle", from: "map" },
          { kind: "broadcast", from: "cuts" },
        ],
        sink: { kind: "segments", partitions: 4 },
        body: { deep: [1, { x: null }] },
      },
      upstream,
    },
    {
      kind: "stage",
      job,
      stage: { name: "map", edges: [], sink: { kind: "result" }, body: null },
      upstream: {},
    },
  ],
  assign: [
    { kind: "assign", attempt, payload: null },
    { kind: "assign", attempt, payload: [{ a: "ü" }, 1.5] },
  ],
  stop: [{ kind: "stop", attempt, reason: "backup won" }],
  sources: [
    { kind: "sources", job, stage: "map", tasks: 9, outputs: [location] },
    { kind: "sources", job, stage: "map", tasks: 0, outputs: [] },
  ],
  trim: [
    { kind: "trim", job, stage: "map", from: 7 },
    { kind: "trim", job, stage: "map", from: 0 },
  ],
  discard: [{ kind: "discard", job }],
  drain: [{ kind: "drain" }],
};

/** Through real protobuf bytes: what the other process sees. */
function crossAsWorker(message: WorkerMessage): WorkerMessage[] {
  const method = loaded.services.Workers.service.Session;
  const bytes = method.requestSerialize({ messages: [encodeWorkerMessage(message)] });
  return method.requestDeserialize(bytes).messages.map(decodeWorkerMessage);
}

function crossAsMaster(message: MasterMessage): MasterMessage[] {
  const method = loaded.services.Workers.service.Session;
  const bytes = method.responseSerialize({ messages: [encodeMasterMessage(message)] });
  return method.responseDeserialize(bytes).messages.map(decodeMasterMessage);
}

describe("every message arrives as it was sent", () => {
  for (const message of Object.values(workerMessages).flat()) {
    test(`from the worker: ${message.kind} ${describeArm(message)}`, () => {
      expect(crossAsWorker(message)).toEqual([message]);
    });
  }
  for (const message of Object.values(masterMessages).flat()) {
    test(`from the master: ${message.kind}`, () => {
      expect(crossAsMaster(message)).toEqual([message]);
    });
  }
});

function describeArm(message: WorkerMessage): string {
  if (message.kind === "succeeded") return message.report.output.kind;
  return message.kind === "ended" ? message.failure.kind : "";
}

describe("numbers", () => {
  test("are exact up to 2^53, and refused by the sender above", () => {
    const beat = (peakMemoryBytes: number): WorkerMessage => ({
      kind: "heartbeat",
      progress: [],
      peakMemoryBytes,
      shortOf: null,
    });
    const largest = beat(Number.MAX_SAFE_INTEGER);
    expect(crossAsWorker(largest)).toEqual([largest]);
    for (const wrong of [2 ** 53, -1, 0.5, Number.NaN]) {
      expect(() => crossAsWorker(beat(wrong))).toThrow("heartbeat.peakMemoryBytes");
    }
  });

  test("of any size survive as progress", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (bytes, records) => {
        const progress = [{ attempt, bytes, records }];
        const message: WorkerMessage = {
          kind: "heartbeat",
          progress,
          peakMemoryBytes: 1,
          shortOf: null,
        };
        expect(crossAsWorker(message)).toEqual([message]);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe("what cannot be understood is refused by name", () => {
  const refused = (message: unknown) => () => decodeWorkerMessage(message as wire.WorkerMessage);

  test.each([
    ["a kind of a later version", { kind: undefined }, "worker message is of a kind"],
    ["a kind without its message", { kind: "hello", hello: null }, "hello is missing"],
    [
      "an attempt that is not there",
      { kind: "ended", ended: { attempt: null, failure: "stopped" } },
      "ended.attempt is missing",
    ],
    [
      "a failure of a later version",
      { kind: "ended", ended: { attempt, failure: undefined } },
      "ended.failure is of a kind",
    ],
    [
      "a stage that is a path",
      { kind: "log", log: { attempt: { ...attempt, stage: "../etc" }, lines: [] } },
      'log.attempt.stage is not a name: "../etc"',
    ],
    [
      "an attempt that does not count",
      { kind: "log", log: { attempt: { ...attempt, attempt: 0 }, lines: [] } },
      "log.attempt.attempt must be at least 1",
    ],
  ])("%s", (_name, message, text) => {
    expect(refused(message)).toThrow(
      expect.objectContaining({ code: "MR_PROTOCOL", message: expect.stringContaining(text) }),
    );
  });

  test("a job whose settings are not numbers", () => {
    const wrong = { ...spec, settings: { ...spec.settings, memoryBytes: "64M" } };
    expect(() => checkJobSpec(wrong)).toThrow("job.settings.memoryBytes must be a whole number");
    const hostile = { ...spec, id: "../../etc/passwd" };
    expect(() => checkJobSpec(hostile)).toThrow("job.id is not a name");
    expect(() => checkJobSpec(null)).toThrow("job must be an object");
  });

  test("any bytes at all end in a message or in MR_PROTOCOL", () => {
    const method = loaded.services.Workers.service.Session;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        let envelope: wire.WorkerEnvelope;
        try {
          envelope = method.requestDeserialize(Buffer.from(bytes));
        } catch {
          return; // not protobuf: gRPC itself ends the call
        }
        for (const message of envelope.messages) {
          try {
            decodeWorkerMessage(message);
          } catch (error) {
            expect(error).toMatchObject({ code: "MR_PROTOCOL" });
          }
        }
      }),
      { seed: 11, numRuns: 2000 },
    );
  });
});
