/** From `sources` messages to what a task body reads: the agent's table and the runner's feed. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SourceLocation } from "../engine/command.js";
import type { JobId } from "../engine/ids.js";
import { SourceFeed } from "./source-feed.js";
import { type SourceBatch, SourceTable } from "./source-table.js";

const JOB = "job-1" as JobId;

function at(index: number, attempt = 1): SourceLocation {
  const place = { worker: "w", incarnation: "i", hostId: "h", dataAddress: "a:1", path: "/p" };
  return { index, attempt, sizeBytes: 1, ...place } as SourceLocation;
}

function subscribe(table: SourceTable): SourceBatch[] {
  const batches: SourceBatch[] = [];
  table.subscribe(JOB, "map", (batch) => batches.push(batch));
  return batches;
}

describe("the table", () => {
  test("tells a newcomer everything, then only news", () => {
    const table = new SourceTable();
    table.add(JOB, "map", { tasks: 3, outputs: [at(0)] });
    const heard = subscribe(table);
    table.add(JOB, "map", { tasks: 3, outputs: [at(2)] });
    expect(heard).toEqual([
      { tasks: 3, outputs: [at(0)] },
      { tasks: 3, outputs: [at(2)] },
    ]);
  });

  test("passes a moved output on and drops an older one that comes late", () => {
    const table = new SourceTable();
    table.add(JOB, "map", { tasks: 1, outputs: [at(0, 2)] });
    const heard = subscribe(table);
    table.add(JOB, "map", { tasks: 1, outputs: [at(0, 1)] });
    table.add(JOB, "map", { tasks: 1, outputs: [at(0, 3)] });
    expect(heard.flatMap(({ outputs }) => outputs)).toEqual([at(0, 2), at(0, 3)]);
  });

  test("cuts many locations into batches", () => {
    const table = new SourceTable();
    const outputs = Array.from({ length: 1_234 }, (_, index) => at(index));
    table.add(JOB, "map", { tasks: 1_234, outputs });
    const heard = subscribe(table);
    expect(heard.map((batch) => batch.outputs.length)).toEqual([500, 500, 234]);
  });

  test("T4: tells nothing of what an earlier session has told", () => {
    const table = new SourceTable();
    table.add(JOB, "map", { tasks: 2, outputs: [at(0), at(1)] });
    const early = subscribe(table);
    table.forgetPlaces();
    table.add(JOB, "map", { tasks: 2, outputs: [at(1)] });
    expect(early.flatMap(({ outputs }) => outputs)).toEqual([at(0), at(1), at(1)]);
    expect(subscribe(table)).toEqual([{ tasks: 2, outputs: [at(1)] }]);
  });

  test("says how many tasks there are even when no output is known", () => {
    const table = new SourceTable();
    table.add(JOB, "map", { tasks: 0, outputs: [] });
    expect(subscribe(table)).toEqual([{ tasks: 0, outputs: [] }]);
  });
});

describe("a location that could not be read", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function doubted(times: number): SourceTable {
    const table = new SourceTable();
    table.add(JOB, "map", { tasks: 2, outputs: [at(0), at(1)] });
    for (let i = 0; i < times; i++) table.doubt(JOB, "map", [{ index: 1, attempt: 1 }]);
    return table;
  }
  const told = (heard: SourceBatch[]) => heard.flatMap(({ outputs }) => outputs);

  test("is held back from the next reader, and tried again after a while", () => {
    const heard = subscribe(doubted(1));
    expect(told(heard)).toEqual([at(0)]);
    vi.advanceTimersByTime(2_000);
    expect(told(heard)).toEqual([at(0), at(1)]);
  });

  test("is held back longer each time, but never for ever", () => {
    const heard = subscribe(doubted(3));
    vi.advanceTimersByTime(7_999);
    expect(told(heard)).toEqual([at(0)]);
    vi.advanceTimersByTime(1);
    expect(told(heard).length).toBe(2);
    const worst = subscribe(doubted(50));
    vi.advanceTimersByTime(60_000);
    expect(told(worst).length).toBe(2);
  });

  test("is forgotten when the output has moved", () => {
    const table = doubted(1);
    const heard = subscribe(table);
    table.add(JOB, "map", { tasks: 2, outputs: [at(1, 2)] });
    vi.advanceTimersByTime(60_000);
    expect(told(heard)).toEqual([at(0), at(1, 2)]);
    expect(told(subscribe(table))).toEqual([at(0), at(1, 2)]);
  });

  test("is told to nobody who has left", () => {
    const table = doubted(1);
    const heard: SourceBatch[] = [];
    table.subscribe(JOB, "map", (batch) => heard.push(batch))();
    vi.advanceTimersByTime(60_000);
    expect(told(heard)).toEqual([at(0)]);
  });
});

describe("the feed", () => {
  async function readAll(feed: SourceFeed): Promise<SourceLocation[]> {
    const all: SourceLocation[] = [];
    for await (const batch of feed.read()) all.push(...batch);
    return all;
  }

  test("ends when every task has a location, moved ones included", async () => {
    const feed = new SourceFeed(() => undefined);
    const reading = readAll(feed);
    feed.push({ tasks: 2, outputs: [at(0)] });
    feed.push({ tasks: 2, outputs: [at(0, 2)] });
    feed.push({ tasks: 2, outputs: [at(1)] });
    expect(await reading).toEqual([at(0), at(0, 2), at(1)]);
    expect(await readAll(feed)).toEqual([at(0), at(0, 2), at(1)]);
  });

  test("of a stage without tasks ends at once", async () => {
    const feed = new SourceFeed(() => undefined);
    feed.push({ tasks: 0, outputs: [] });
    expect(await readAll(feed)).toEqual([]);
  });

  test("says when it waits and when it goes on", async () => {
    const waiting = vi.fn<(waiting: boolean) => void>();
    const feed = new SourceFeed(waiting);
    const reading = readAll(feed);
    await Promise.resolve();
    expect(waiting.mock.calls).toEqual([[true]]);
    feed.push({ tasks: 1, outputs: [at(0)] });
    await reading;
    expect(waiting.mock.calls).toEqual([[true], [false]]);
  });
});
