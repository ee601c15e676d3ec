import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { MrError } from "../engine/error.js";
import type { AttemptRef, Incarnation, JobId, WorkerId } from "../engine/ids.js";
import type { MasterMessage, WorkerMessage } from "../rpc/messages.js";
import type { WorkerLinkHandler } from "../rpc/worker-link.js";
import type { EventBody } from "./loop.js";
import { Sessions } from "./sessions.js";
import { helloOf, reportOf } from "./test-rig.js";

const ONE = "0000000000000001";
const TWO = "0000000000000002";
const attempt: AttemptRef = { job: "j1" as JobId, stage: "map", index: 0, attempt: 1 };

/** A connection without a socket. */
class Line {
  readonly sent: MasterMessage[] = [];
  closed = false;
  readonly handler: WorkerLinkHandler;

  constructor(sessions: Sessions) {
    this.handler = sessions.accept({
      peer: "test",
      send: (message) => void this.sent.push(message),
      close: () => {
        this.closed = true;
      },
    });
  }

  say(message: WorkerMessage): this {
    this.handler.message(message);
    return this;
  }

  get kinds(): string[] {
    return this.sent.map(({ kind }) => kind);
  }

  get rejection(): unknown {
    const last = this.sent.at(-1);
    return last?.kind === "rejected" ? last.error.code : null;
  }
}

let events: EventBody[];
let sessions: Sessions;
beforeEach(() => {
  events = [];
  sessions = new Sessions({
    epoch: 4,
    dataToken: "t",
    heartbeatIntervalMs: 1000,
    post: (event) => void events.push(event),
    onLog: () => undefined,
    log: () => undefined,
  });
});
afterEach(() => sessions.close());

const kinds = () => events.map(({ kind }) => kind);
const life = { worker: "w1" as WorkerId, incarnation: ONE as Incarnation };

describe("the redial window", () => {
  const windows = (line: Line) =>
    line.sent.flatMap((message) => (message.kind === "redial-window" ? [message.windowMs] : []));
  const join = (index: number) =>
    new Line(sessions).say(helloOf(`w${index}`, index.toString(16).padStart(16, "0")));

  test("is never told in a small cluster", () => {
    const lines = Array.from({ length: 10 }, (_, index) => join(index));
    expect(lines.flatMap(windows)).toEqual([]);
  });

  test("is known to all within a quarter, and told a few times only", () => {
    const lines = Array.from({ length: 400 }, (_, index) => join(index));
    for (const line of lines) {
      expect(windows(line).at(-1)).toBeGreaterThan((400 * 10) / 1.25);
      expect(windows(line).at(-1)).toBeLessThanOrEqual(400 * 10);
    }
    expect(lines.flatMap(windows).length).toBeLessThan(6 * lines.length);
  });

  test("has a limit: everybody is to be back before being given up", () => {
    const lines = Array.from({ length: 2_600 }, (_, index) => join(index));
    expect(Math.max(...lines.flatMap(windows))).toBe(20_000);
  });
});

describe("a worker", () => {
  test("joins with hello, and is welcomed before the engine can give it anything", () => {
    const line = new Line(sessions).say(helloOf("w1", ONE));
    expect(line.kinds).toEqual(["welcome"]);
    expect(kinds()).toEqual(["worker-joined"]);
  });

  test.each<[string, WorkerMessage]>([
    ["something else than hello", { kind: "draining" }],
    ["another version", helloOf("w1", ONE, "9.9.9")],
  ])("that begins with %s is refused and never known", (_what, message) => {
    const line = new Line(sessions).say(message);
    expect(line.rejection).toMatch(/MR_PROTOCOL|MR_VERSION_SKEW/);
    expect(line.closed).toBe(true);
    line.handler.closed(null);
    expect(events).toEqual([]);
  });

  test("with the name of a living one is refused; the living one stays", () => {
    const first = new Line(sessions).say(helloOf("w1", ONE));
    const second = new Line(sessions).say(helloOf("w1", TWO));
    expect(second.rejection).toBe("MR_CONFIG");
    second.handler.closed(null);
    expect(first.closed).toBe(false);
    expect(kinds()).toEqual(["worker-joined"]);
    first.handler.closed(null);
    expect(new Line(sessions).say(helloOf("w1", TWO)).kinds).toEqual(["welcome"]);
  });

  test("that dials again in the same life replaces its own session", () => {
    const first = new Line(sessions).say(helloOf("w1", ONE));
    const second = new Line(sessions).say(helloOf("w1", ONE));
    expect([first.closed, second.kinds]).toEqual([true, ["welcome"]]);
    first.say({ kind: "draining" });
    first.handler.closed(null);
    expect(kinds()).toEqual(["worker-joined", "worker-joined"]);
    sessions.send(life, { kind: "drain" });
    expect(second.kinds).toEqual(["welcome", "drain"]);
  });

  test("leaves once, with its reason, however its connection ends", () => {
    const line = new Line(sessions).say(helloOf("w1", ONE));
    line.say({ kind: "goodbye", reason: "shutting down" });
    line.handler.closed({ message: "reset" } as MrError);
    expect(events.slice(1)).toMatchObject([{ kind: "worker-left", reason: "shutting down" }]);
  });

  test("that the engine has given up is told so, and is no news to the engine", () => {
    const line = new Line(sessions).say(helloOf("w1", ONE));
    sessions.dismiss({ ...life, incarnation: TWO as Incarnation }, "another life");
    expect(line.closed).toBe(false);
    sessions.dismiss(life, "silent for 10 s");
    expect([line.rejection, line.closed]).toEqual(["MR_STALE", true]);
    line.say({ kind: "heartbeat", progress: [], peakMemoryBytes: 0, shortOf: null });
    line.handler.closed(null);
    expect(kinds()).toEqual(["worker-joined"]);
  });

  test("gets nothing that was meant for another of its lives", () => {
    const line = new Line(sessions).say(helloOf("w1", TWO));
    sessions.send(life, { kind: "discard", job: attempt.job });
    expect(line.kinds).toEqual(["welcome"]);
  });
});

describe("what a worker says", () => {
  test("becomes an event with its name and life", () => {
    const line = new Line(sessions).say(helloOf("w1", ONE));
    const report = reportOf([]);
    line.say({ kind: "heartbeat", progress: [], peakMemoryBytes: 3, shortOf: "disk" });
    line.say({ kind: "succeeded", attempt, report });
    line.say({ kind: "ended", attempt, failure: { kind: "stopped" } });
    line.say({ kind: "draining" });
    expect(events[0]).toMatchObject({ kind: "worker-joined", kept: [], shortOf: null });
    expect(events.slice(1)).toEqual([
      { kind: "worker-heartbeat", ...life, progress: [], peakMemoryBytes: 3, shortOf: "disk" },
      { kind: "attempt-succeeded", ...life, attempt, report },
      { kind: "attempt-ended", ...life, attempt, failure: { kind: "stopped" } },
      { kind: "worker-draining", ...life },
    ]);
  });

  test("cannot be a total that no journal can hold", () => {
    const line = new Line(sessions).say(helloOf("w1", ONE));
    const report = { ...reportOf([]), totals: { fine: 1, delta: Number.NaN } };
    line.say({ kind: "succeeded", attempt, report });
    expect(events.at(-1)).toMatchObject({
      kind: "attempt-ended",
      failure: { kind: "failed", error: { message: expect.stringContaining('"delta"') } },
    });
  });
});

test("a connection that says nothing is not kept", () => {
  vi.useFakeTimers();
  try {
    const silent = new Line(sessions);
    const greeted = new Line(sessions).say(helloOf("w1", ONE));
    vi.advanceTimersByTime(6_000);
    expect([silent.rejection, silent.closed, greeted.closed]).toEqual(["MR_PROTOCOL", true, false]);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("closing ends every session without events: the workers are there in the next reign", () => {
  const line = new Line(sessions).say(helloOf("w1", ONE));
  const stranger = new Line(sessions);
  sessions.close();
  line.handler.closed(null);
  stranger.handler.closed(null);
  expect([line.closed, stranger.closed, kinds()]).toEqual([true, true, ["worker-joined"]]);
  expect(new Line(sessions).say(helloOf("w2", TWO)).rejection).toBe("MR_UNREACHABLE");
});
