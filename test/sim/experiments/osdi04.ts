/**
 * The sort of the MapReduce paper (OSDI 2004, section 5), at its size: 1,746 machines, M = 15,000, R = 4,000.
 *
 * What the paper gives: maps are done after about 200 s, the whole after 891 s; 933 s when 200 worker processes are
 * killed in the middle and started again; 1,283 s without backup tasks, of which the last 300 s are spent on five
 * reduces. Times of single tasks are chosen such that the undisturbed run takes about what the paper's did; the other
 * two are what comes of it. See fleet.ts for what is modelled and what is not.
 */

import type { EngineLimits } from "../../../src/engine/limits.js";
import { chanceOf } from "../hash.js";
import { Fleet } from "./fleet.js";

const WORKERS = 1_746;
const MAPS = 15_000;
const REDUCES = 4_000;
const KILLED = 200;
/** Three hundred seconds after the start of the program. */
const KILLED_AT_MS = 240_000;
/** From the start of the program to the first map. */
const STARTUP_MS = 60_000;
/** Machines with a bad disk: what takes a minute takes SLOWNESS minutes there. */
const SLOW_MACHINES = 5;
const SLOWNESS = 5;

const MAP_MS = 15_000;
/** Without its fetching. The paper writes 2 to 4 GB/s: for one of 1,700 writers that is 110 to 220 s. */
const REDUCE_MS = 200_000;
/** A terabyte in four thousand parts; about what the paper's shuffle moved at its best; a disk of that time. */
const NETWORK = { inputBytes: 250e6, bytesPerMs: 5.9e6, readerBytesPerMs: 40e3 };

export interface Run {
  readonly name: string;
  readonly paperMs: number;
  readonly oursMs: number;
  readonly backups: number;
  readonly reruns: number;
  readonly stopped: number;
  readonly cpuMs: number;
}

export function runOsdi04(limits: Partial<EngineLimits> = {}): readonly Run[] {
  const off = { backupShare: 0, backupAfterDone: 2 };
  return [
    runOnce("normal", 891_000, 0, limits),
    runOnce(`${KILLED} workers killed`, 933_000, KILLED, limits),
    runOnce("no backup tasks", 1_283_000, 0, { ...limits, ...off }),
  ];
}

export function describeOsdi04(runs: readonly Run[]): string {
  const normal = runs[0];
  const lines = runs.map(({ name, paperMs, oursMs, backups, reruns, stopped, cpuMs }) => {
    const more = (ms: number, of = 1) => `${(100 * (ms / of - 1)).toFixed(1)} %`.padStart(8);
    return [
      name.padEnd(20),
      seconds(paperMs),
      more(paperMs, runs[0]?.paperMs),
      seconds(oursMs),
      more(oursMs, normal?.oursMs),
      String(backups).padStart(8),
      String(reruns).padStart(7),
      String(stopped).padStart(8),
      `${(cpuMs / 1_000).toFixed(1)} s`.padStart(8),
    ].join(" ");
  });
  return [
    `Sort of the MapReduce paper: ${WORKERS} machines, ${MAPS} maps, ${REDUCES} reduces; engine real, tasks modelled`,
    "                        paper                ours           backups  reruns  stopped  our CPU",
    ...lines,
    `A map takes about ${MAP_MS / 1_000} s, a reduce ${REDUCE_MS / 1_000} s after its fetching, which shares ${NETWORK.bytesPerMs / 1e6} GB/s among all`,
    `and takes at least ${Math.round(NETWORK.inputBytes / NETWORK.readerBytesPerMs / 1_000)} s; ${SLOW_MACHINES} machines are ${SLOWNESS} times slower.`,
  ].join("\n");
}

function runOnce(
  name: string,
  paperMs: number,
  killed: number,
  limits: Partial<EngineLimits>,
): Run {
  const before = process.cpuUsage();
  const fleet = new Fleet({
    workers: WORKERS,
    slots: 1,
    maps: MAPS,
    reduces: REDUCES,
    limits,
    network: NETWORK,
    slowness,
    durationMs,
    digests: false,
  });
  if (killed > 0) fleet.clock.at(KILLED_AT_MS, () => kill(fleet, killed));
  fleet.run();
  const { user, system } = process.cpuUsage(before);
  const attempts = fleet.view?.attempts;
  return {
    name,
    paperMs,
    oursMs: STARTUP_MS + fleet.endedAtMs,
    backups: attempts?.backups ?? 0,
    reruns: attempts?.reruns ?? 0,
    stopped: attempts?.stopped ?? 0,
    cpuMs: (user + system) / 1_000,
  };
}

/** Every ninth, so that slow ones are among them as often as among the others. */
function kill(fleet: Fleet, count: number): void {
  for (let n = 0; n < count; n += 1) fleet.restart(Math.floor((n * WORKERS) / count), false);
}

function durationMs(kind: "map" | "reduce", index: number, worker: number): number {
  const spread = 0.8 + 0.4 * chanceOf(`${kind}/${index}/${worker}`);
  return (kind === "map" ? MAP_MS : REDUCE_MS) * spread;
}

function slowness(worker: number): number {
  return worker % Math.floor(WORKERS / SLOW_MACHINES) === 7 ? SLOWNESS : 1;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`.padStart(9);
}
