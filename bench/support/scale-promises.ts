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
  const ofJobs = ["wordcount", "sort"].map((name) => runs.filter(({ job }) => job === name));
  return [...ofJobs.flatMap(speedUp), ...ofJobs.flatMap(growth), ...memory(runs)];
}

/** Of two slots on the largest input that one slot was measured on. */
function speedUp(runs: readonly ScaleRun[]): Promised[] {
  const plain = runs.filter(({ workers, memory: budget }) => workers === 1 && budget === null);
  const one = plain.findLast(({ slots }) => slots === 1);
  const two = plain.find(({ slots, sizeBytes }) => slots === 2 && sizeBytes === one?.sizeBytes);
  if (one === undefined || two === undefined) return [];
  const what = `${two.job}, ${size(two)}: speed-up of 2 slots against 1`;
  return [promised(what, one.wallSeconds / two.wallSeconds, 1.75, 1.95, "at least")];
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
