import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { BatchWriter } from "./batch-writer.js";

/** Takes `room` batches, then asks for patience until `drain`. */
class SlowStream extends EventEmitter {
  readonly batches: string[][] = [];
  ended = false;
  room: number;

  constructor(room: number) {
    super();
    this.room = room;
  }

  write(batch: string[]): boolean {
    this.batches.push(batch);
    this.room -= 1;
    return this.room > 0;
  }

  end(): void {
    this.ended = true;
  }

  drain(room: number): void {
    this.room = room;
    this.emit("drain");
  }
}

function writerOf(stream: SlowStream, limits: { batchBytes?: number; backlog?: number } = {}) {
  const overflows: number[] = [];
  const writer = new BatchWriter<string, string[]>({
    stream,
    pack: (items) => items,
    sizeOf: (item) => item.length,
    onOverflow: () => overflows.push(1),
    batchBytes: limits.batchBytes ?? 1000,
    backlogLimitBytes: limits.backlog ?? 1000,
  });
  return { writer, overflows };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a batch writer", () => {
  test("sends what was pushed in one turn as one batch", async () => {
    const stream = new SlowStream(99);
    const { writer } = writerOf(stream);
    for (const item of ["a", "b", "c"]) writer.push(item);
    expect(stream.batches).toEqual([]);
    await turn();
    writer.push("d");
    await turn();
    expect(stream.batches).toEqual([["a", "b", "c"], ["d"]]);
  });

  test("closes a batch at its size, and sends a larger item alone", async () => {
    const stream = new SlowStream(99);
    const { writer } = writerOf(stream, { batchBytes: 4 });
    for (const item of ["aa", "bb", "cc", "dddddddd", "e"]) writer.push(item);
    await turn();
    expect(stream.batches).toEqual([["aa", "bb"], ["cc"], ["dddddddd"], ["e"]]);
  });

  test("writes nothing while the stream is full, then everything in order", async () => {
    const stream = new SlowStream(1);
    const { writer } = writerOf(stream);
    writer.push("a");
    await turn();
    for (const item of ["b", "c"]) {
      writer.push(item);
      await turn();
    }
    expect(stream.batches).toEqual([["a"]]);
    expect(writer.backlogBytes).toBe(2);
    stream.drain(5);
    expect(stream.batches).toEqual([["a"], ["b", "c"]]);
    expect(writer.backlogBytes).toBe(0);
  });

  test("ends the stream only after what was queued", async () => {
    const stream = new SlowStream(1);
    const { writer } = writerOf(stream, { batchBytes: 1 });
    for (const item of ["a", "b", "c"]) writer.push(item);
    writer.end();
    writer.push("too late");
    expect(stream.ended).toBe(false);
    stream.drain(1);
    expect(stream.ended).toBe(false);
    stream.drain(9);
    await turn();
    expect(stream.batches).toEqual([["a"], ["b"], ["c"]]);
    expect(stream.ended).toBe(true);
  });

  test("gives up a reader that falls too far behind, once", async () => {
    const stream = new SlowStream(1);
    const { writer, overflows } = writerOf(stream, { backlog: 10 });
    writer.push("a");
    await turn();
    for (let pushed = 0; pushed < 10; pushed++) writer.push("bbb");
    expect(overflows).toHaveLength(1);
    expect(writer.backlogBytes).toBe(0);
    stream.drain(99);
    expect(stream.batches).toEqual([["a"]]);
  });
});

test("a batch writer sends what is in no hurry with what follows, or when its time is up", async () => {
  const stream = new SlowStream(99);
  const { writer } = writerOf(stream);
  writer.push("a", 60_000);
  writer.push("b", 60_000);
  await turn();
  expect(stream.batches).toEqual([]);
  writer.push("c");
  await turn();
  expect(stream.batches).toEqual([["a", "b", "c"]]);
  writer.push("d", 1);
  await expect.poll(() => stream.batches).toEqual([["a", "b", "c"], ["d"]]);
});
