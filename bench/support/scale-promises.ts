/** What was promised about slots, growth and memory, and what a pass says about it. */

import { type Reached, type ScaleRun, verdictOf } from "./results.js";

export interface Promised {
  readonly what: string;
  readonly measured: string;
  readonly bound: string;
  readonly aim: string;
  readonly verdict: Reached["verdict"];
}

const GIBIBYTE = 2 ** 30;

/** Only about what was measured. */
export function promisesOf(runs: readonly ScaleRun[]): Promised[] {
  const jobs = [...new Set(runs.map(({ job }) => job))];
  return [
    ...jobs.flatMap((job) => speedUps(runs.filter((run) => run.job === job))),
    ...["wordcount", "sort"].flatMap((job) => growth(runs.filter((run) => run.job === job))),
    ...memory(runs),
  ];
}

/** Of two slots, and of two workers with a slot each, on the largest input that one slot was measured on. */
function speedUps(runs: readonly ScaleRun[]): Promised[] {
  const one = runs.findLast(
    ({ workers, slots, memory: budget }) => workers * slots === 1 && !budget,
  );
  if (one === undefined) return [];
  const same = runs.filter(({ sizeBytes }) => sizeBytes === one.sizeBytes);
  return same.flatMap((run) => {
    if (run.workers * run.slots !== 2) return [];
    const measured = one.wallSeconds / run.wallSeconds;
    const who = run.workers === 2 ? "2 workers of 1 slot" : "2 slots";
    const what = `${run.job}, ${size(run)}: ${who} against 1 slot, speed-up`;
    return [promised(what, measured, 1.75, 1.95, "at least")];
  });
}

function growth(runs: readonly ScaleRun[]): Promised[] {
  const large = runs.find(({ sizeBytes, memory: budget }) => sizeBytes === 4 * GIBIBYTE && !budget);
  const small = runs.find(
    (run) =>
      run.sizeBytes === GIBIBYTE && run.workers === large?.workers && run.slots === large.slots,
  );
  if (large === undefined || small === undefined) return [];
  const measured = large.wallSeconds / small.wallSeconds;
  return [promised(`${large.job}: time of 4 GiB by that of 1 GiB`, measured, 4.3, 4, "at most")];
}

function memory(runs: readonly ScaleRun[]): Promised[] {
  const words = runs.filter(({ job }) => job === "wordcount");
  const largest = words.toSorted((a, b) => b.peakBytes - a.peakBytes)[0];
  const all = [
    ...(largest === undefined ? [] : [{ run: largest, limit: 150 }]),
    ...runs.filter(({ memory: budget }) => budget !== null).map((run) => ({ run, limit: 450 })),
  ];
  return all.map(({ run, limit }) => {
    const budget = run.memory === null ? "" : `, --memory ${run.memory}`;
    const what = `${run.job}, ${size(run)}${budget}: MB of the largest process`;
    return promised(what, run.peakBytes / 1e6, limit, limit, "at most");
  });
}

function promised(
  what: string,
  measured: number,
  bound: number,
  aim: number,
  sense: "at least" | "at most",
): Promised {
  return {
    what,
    measured: measured.toFixed(bound > 100 ? 0 : 2),
    bound: `${sense} ${bound}`,
    aim: String(aim),
    verdict: verdictOf(measured, bound, aim),
  };
}

function size({ sizeBytes }: ScaleRun): string {
  return sizeBytes >= GIBIBYTE ? `${sizeBytes / GIBIBYTE} GiB` : `${sizeBytes / 2 ** 20} MiB`;
}
