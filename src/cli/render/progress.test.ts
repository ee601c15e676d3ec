import pc from "picocolors";
import { describe, expect, test } from "vitest";
import { endedView, fakeIo, jobView, NO_ATTEMPTS, stageView } from "../test-support.js";
import { frameLines } from "./frame.js";
import { createProgress } from "./progress.js";
import { RateMeter } from "./rate-meter.js";

const colors = pc.createColors(false);

describe("a live frame", () => {
  const view = jobView({
    attempts: { ...NO_ATTEMPTS, failed: 1, lost: 1 },
    stages: [stageView({ done: 4, tasks: 4 }), stageView({ name: "reduce" })],
  });
  const pace = () => ({ bytesPerSecond: 2048, remainingMs: 3000 });

  test("shows state, time, workers and retries, then a bar a stage with rate and time left", () => {
    const lines = frameLines(view, { at: 1_003_500, width: 100, colors, pace });
    expect(lines[0]).toBe("wordcount running · 3.50 s · 1 worker · 2 retries");
    expect(lines[1]).toMatch(/^map {8}█{30} 100% {2}4\/4$/);
    expect(lines[2]).toMatch(/^reduce {5}█{11}░{19} +37% {2}1\/4 {2}2 KiB\/s {2}3\.00 s left/);
  });

  test.each([20, 30, 40, 60])("no line is longer than a terminal of %d columns", (width) => {
    const lines = frameLines(view, { at: 1_003_500, width, colors, pace });
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  });
});

test("rate and time left come from what was seen, never from a first look", () => {
  const meter = new RateMeter();
  expect(meter.measure(stageView({ bytesDone: 1000 }), 0)).toEqual({
    bytesPerSecond: null,
    remainingMs: null,
  });
  const pace = meter.measure(stageView({ bytesDone: 2000 }), 1000);
  expect(pace.bytesPerSecond).toBeCloseTo(1000);
  expect(pace.remainingMs).toBeCloseTo(2000);
});

describe("progress in a pipe", () => {
  async function plain(times: readonly number[], views: ReturnType<typeof jobView>[]) {
    const { io, error } = fakeIo();
    let index = 0;
    const progress = await createProgress("auto", {
      stream: io.stderr,
      colors,
      now: () => times[index] ?? 0,
    });
    for (const view of views) {
      index++;
      progress.update(view);
    }
    progress.end();
    return error();
  }

  test("is a plain line when the phase changes and every ten seconds", async () => {
    const running = jobView();
    const text = await plain(
      [0, 1000, 2000, 11_500, 12_000],
      [running, running, running, endedView({ kind: "done" })],
    );
    expect(text.split("\n")).toEqual([
      "wordcount running, map 1/4 37%, 1 worker",
      "wordcount running, map 1/4 37%, 1 worker",
      "",
    ]);
  });

  test("never contains an escape sequence", async () => {
    expect(await plain([0, 1000], [jobView()])).not.toContain("\u001b");
  });
});

test("json progress is one event a line", async () => {
  const { io, error } = fakeIo();
  const progress = await createProgress("json", {
    stream: io.stderr,
    colors,
    now: () => 1_000_500,
  });
  progress.update(jobView());
  progress.note("worker local-1 is gone");
  const events = error()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  expect(events).toMatchObject([
    { format: "mr-progress/1", state: "running", elapsedMs: 500, stages: [{ name: "map" }] },
    { format: "mr-progress/1", note: "worker local-1 is gone" },
  ]);
});

test("a live display leaves nothing of itself on the screen", async () => {
  const { io, error } = fakeIo({ isTTY: true, columns: 80 });
  const progress = await createProgress("auto", {
    stream: io.stderr,
    colors,
    now: () => 1_000_500,
  });
  progress.update(jobView());
  expect(error()).toContain("wordcount running");
  const shown = error().length;
  progress.end();
  expect(error().slice(shown)).toContain("\u001b[");
  expect(error().slice(shown)).not.toContain("running");
});
