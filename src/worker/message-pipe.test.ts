import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { openMessagePipe } from "./message-pipe.js";

it("messages arrive whole and in order, however their bytes are cut (P1)", () => {
  const messages = [{ a: "zwei\nZeilen" }, { b: "é𝒳" }, { c: "x".repeat(5_000) }, 4];
  const bytes = Buffer.from(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
  for (const size of [1, 3, 64, 4_096, bytes.length]) {
    const stream = new PassThrough();
    const received: unknown[] = [];
    openMessagePipe(stream, (message) => received.push(message));
    for (let at = 0; at < bytes.length; at += size)
      stream.emit("data", bytes.subarray(at, at + size));
    expect(received, `pieces of ${size}`).toEqual(messages);
  }
});

it("what is sent is read as it was at the other end (P1)", async () => {
  const stream = new PassThrough();
  const received: unknown[] = [];
  const pipe = openMessagePipe(stream, (message) => received.push(message));
  await new Promise<void>((done) => pipe.send({ text: "a\nb" }, done));
  await new Promise<void>((done) => pipe.send({ text: "c" }, done));
  expect(received).toEqual([{ text: "a\nb" }, { text: "c" }]);
});

it("sending to an end that is gone is harmless, and is told to be over (P2)", async () => {
  const stream = new PassThrough();
  stream.destroy();
  const pipe = openMessagePipe(stream, () => undefined);
  await new Promise<void>((done) => pipe.send({ text: "late" }, done));
});

it("a line that is no message ends the pipe and nothing else (P3)", () => {
  const stream = new PassThrough();
  const received: unknown[] = [];
  openMessagePipe(stream, (message) => received.push(message));
  stream.emit("data", Buffer.from('{"a":1}\ngarbage\n{"b":2}\n'));
  expect(received).toEqual([{ a: 1 }]);
  expect(stream.destroyed).toBe(true);
});
