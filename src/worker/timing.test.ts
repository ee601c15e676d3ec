/** Heartbeats and deadlines over a clock that the test turns. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startHeartbeat } from "./heartbeat.js";
import { ProgressDeadline } from "./progress-deadline.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a heartbeat", () => {
  test("keeps within ten percent of its interval, until it is stopped", () => {
    const beats: number[] = [];
    const randoms = [0, 0.999_999, 0.5];
    const stop = startHeartbeat(
      1_000,
      () => beats.push(performance.now()),
      () => randoms.shift() ?? 0.5,
    );
    const start = performance.now();
    vi.advanceTimersByTime(4_000);
    expect(beats.map((at) => at - start)).toEqual([900, 2_000, 3_000, 4_000]);
    stop();
    vi.advanceTimersByTime(10_000);
    expect(beats.length).toBe(4);
  });
});

describe("a progress deadline", () => {
  test("fires once, one limit after the last touch", () => {
    const expired = vi.fn<() => void>();
    const deadline = new ProgressDeadline(1_000, expired);
    vi.advanceTimersByTime(900);
    deadline.touch();
    vi.advanceTimersByTime(999);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(expired).toHaveBeenCalledTimes(1);
    deadline.touch();
    deadline.resume();
    vi.advanceTimersByTime(10_000);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  test("does not count while paused, and starts from zero after it", () => {
    const expired = vi.fn<() => void>();
    const deadline = new ProgressDeadline(1_000, expired);
    vi.advanceTimersByTime(900);
    deadline.pause();
    vi.advanceTimersByTime(60_000);
    deadline.resume();
    vi.advanceTimersByTime(999);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  test("is silent once cleared, and a limit beyond Node's timers does not fire at once", () => {
    const expired = vi.fn<() => void>();
    new ProgressDeadline(1_000, expired).clear();
    const long = new ProgressDeadline(2 ** 40, expired);
    vi.advanceTimersByTime(5_000);
    expect(expired).not.toHaveBeenCalled();
    long.clear();
  });
});
