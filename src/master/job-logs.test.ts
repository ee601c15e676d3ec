import { expect, test } from "vitest";
import type { AttemptRef, JobId, WorkerId } from "../engine/ids.js";
import { JobLogs } from "./job-logs.js";

const worker = "w1" as WorkerId;
const attemptOf = (job: string): AttemptRef => ({
  job: job as JobId,
  stage: "map",
  index: 3,
  attempt: 2,
});

test("a reader gets every line once, with where it came from", () => {
  const logs = new JobLogs();
  logs.add(attemptOf("j"), worker, ["a", "b"], 5);
  const first = logs.since("j" as JobId, 0);
  expect(first.lines.map(({ text }) => text)).toEqual(["a", "b"]);
  expect(first.lines[0]).toEqual({ at: 5, task: "map-00003", attempt: 2, worker, text: "a" });
  logs.add(attemptOf("j"), worker, ["c"], 6);
  const second = logs.since("j" as JobId, first.next);
  expect(second.lines.map(({ text }) => text)).toEqual(["c"]);
  expect(logs.since("j" as JobId, second.next).lines).toEqual([]);
});

test("memory is bounded: the oldest lines go first, and long lines are cut", () => {
  const logs = new JobLogs();
  for (let number = 0; number < 1_000; number++) {
    logs.add(attemptOf("j"), worker, [`${number} ${"x".repeat(20_000)}`], number);
  }
  const { lines, next } = logs.since("j" as JobId, 0);
  expect(next).toBe(1_000);
  const characters = lines.reduce((sum, { text }) => sum + text.length, 0);
  expect(characters).toBeLessThanOrEqual(4 << 20);
  expect(characters).toBeGreaterThan(3 << 20);
  expect(lines.at(-1)?.text.startsWith("999 ")).toBe(true);
  expect(logs.since("j" as JobId, 10).lines.length).toBe(lines.length);
});

test("the lines of the oldest job go when there are too many jobs", () => {
  const logs = new JobLogs();
  for (let number = 0; number < 101; number++) logs.add(attemptOf(`j${number}`), worker, ["x"], 1);
  expect(logs.since("j0" as JobId, 0).lines).toEqual([]);
  expect(logs.since("j1" as JobId, 0).lines).toHaveLength(1);
});
