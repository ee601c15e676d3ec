/**
 * A job of a million tasks on ten thousand workers: what it costs the engine, in time an event and in memory.
 */

import { chanceOf } from "../hash.js";
import { Fleet } from "./fleet.js";

const WORKERS = 10_000;
const TASKS = 1_000_000;
/** Maps alone: with readers the cost is that of telling each of ten thousand workers of every output. */
const REDUCES = 0;
const SLOTS = 4;

export interface MillionRun {
  readonly tasks: number;
  readonly workers: number;
  readonly events: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly virtualMs: number;
  readonly done: boolean;
}

export function runMillion(tasks = TASKS, workers = WORKERS): MillionRun {
  const before = process.cpuUsage();
  const reduces = REDUCES;
  const fleet = new Fleet({
    workers,
    slots: SLOTS,
    maps: tasks - reduces,
    reduces,
    limits: {},
    network: null,
    slowness: () => 1,
    durationMs: (kind, index) => (kind === "map" ? 1_000 : 5_000) * (0.5 + chanceOf(`${index}`)),
    digests: false,
  });
  fleet.run();
  const { user, system } = process.cpuUsage(before);
  return {
    tasks,
    workers,
    events: fleet.events,
    cpuMs: (user + system) / 1_000,
    peakBytes: process.resourceUsage().maxRSS * 1_024,
    virtualMs: fleet.endedAtMs,
    done: fleet.view?.state.kind === "ended" && fleet.view.state.outcome.kind === "done",
  };
}

export function describeMillion(run: MillionRun): string {
  const { tasks, workers, events, cpuMs, peakBytes, virtualMs, done } = run;
  return [
    `${tasks} tasks on ${workers} workers: ${done ? "done" : "NOT DONE"} after ${Math.round(virtualMs / 1_000)} virtual s`,
    `${(cpuMs / 1_000).toFixed(1)} s of CPU for ${events} events (${((1_000 * cpuMs) / events).toFixed(1)} us each, workers included)`,
    `${Math.round(peakBytes / 2 ** 20)} MiB at most`,
  ].join("\n");
}
