/**
 * What can happen to a cluster: each fault strikes at once and is over within its time.
 *
 * A fault resolves when the cluster is whole again as far as it broke it. Which worker, which byte and how long come
 * from the seed; when exactly it strikes is the machine's.
 */

import { closeSync, openSync, readdirSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { kill } from "../e2e/support/sandbox.js";
import { type ChaosCluster, type ChaosWorker, hasEnded } from "./chaos-cluster.js";
import type { CutKind } from "./hosts.js";

export interface Draw {
  /** From 0 to 1, 1 left out. */
  (): number;
}

export interface Fault {
  readonly name: string;
  /** Says what it did; null when there was nothing to strike. */
  strike(cluster: ChaosCluster, draw: Draw): Promise<string | null>;
}

/** Longer stops make a worker dead (10 s of silence). */
const PAUSE_MS = 3_000;

export const FAULTS = {
  "kill-worker": {
    name: "kill-worker",
    async strike(cluster, draw) {
      const worker = pick(cluster.workers, draw);
      if (hasEnded(worker.running)) return null;
      await cluster.kill(worker);
      await sleep(draw() * PAUSE_MS);
      await cluster.startAgain(worker);
      return worker.name;
    },
  },
  "kill-runner": {
    name: "kill-runner",
    async strike(cluster, draw) {
      const runners = cluster.sandbox.processesOf("runner");
      if (runners.length === 0) return null;
      const id = pick(runners, draw);
      kill(id);
      return `process ${id}`;
    },
  },
  "stop-worker": {
    name: "stop-worker",
    strike: (cluster, draw) => stopFor(cluster, draw, draw() * PAUSE_MS),
  },
  "stop-worker-long": {
    name: "stop-worker-long",
    strike: (cluster, draw) => stopFor(cluster, draw, 11_000 + draw() * 4_000),
  },
  "drain-worker": {
    name: "drain-worker",
    async strike(cluster, draw) {
      const worker = pick(cluster.workers, draw);
      return hasEnded(worker.running) ? null : drain(cluster, worker);
    },
  },
  "rolling-restart": {
    name: "rolling-restart",
    async strike(cluster) {
      const said: string[] = [];
      for (const worker of cluster.workers) said.push(await drain(cluster, worker));
      said.push(`master ended with ${await cluster.endMaster()}`);
      await cluster.restartMaster();
      return said.join(", ");
    },
  },
  "cut-from-master-long": {
    name: "cut-from-master-long",
    strike: (cluster, draw) => cutFor(cluster, draw, "master", 12_000),
  },
  "flap-link": {
    name: "flap-link",
    async strike(cluster, draw) {
      const what = await cutFor(cluster, draw, "all", 3_000);
      await sleep(3_000);
      return what;
    },
  },
  "cut-workers": {
    name: "cut-workers",
    async strike(cluster, draw) {
      const [one, other] = [pick(cluster.workers, draw), pick(cluster.workers, draw)];
      if (one === other) return null;
      one.host.cutFrom(other.host);
      await sleep(4 * PAUSE_MS);
      one.host.heal();
      return `${one.name} from ${other.name}`;
    },
  },
  "cut-link": {
    name: "cut-link",
    async strike(cluster, draw) {
      const kind = pick<CutKind>(["all", "master", "to-client", "to-server"], draw);
      return cutFor(cluster, draw, kind, draw() * PAUSE_MS);
    },
  },
  "flip-segment": {
    name: "flip-segment",
    async strike(cluster, draw) {
      const path = pickSegment(cluster, draw);
      return path === null ? null : flipByte(path, draw);
    },
  },
  "remove-segment": {
    name: "remove-segment",
    async strike(cluster, draw) {
      const path = pickSegment(cluster, draw);
      if (path !== null) rmSync(path, { force: true });
      return path;
    },
  },
  "fill-disk": {
    name: "fill-disk",
    async strike(cluster, draw) {
      const worker = pick(cluster.workers, draw);
      if (!worker.disk.fill()) return null;
      await sleep(draw() * PAUSE_MS);
      worker.disk.empty();
      return worker.name;
    },
  },
  "kill-master": {
    name: "kill-master",
    async strike(cluster, draw) {
      await cluster.killMaster();
      await sleep(draw() * PAUSE_MS);
      await cluster.restartMaster();
      return "";
    },
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export function pick<T>(items: readonly T[], draw: Draw): T {
  const item = items[Math.floor(draw() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

async function stopFor(cluster: ChaosCluster, draw: Draw, timeMs: number): Promise<string | null> {
  const worker = pick(cluster.workers, draw);
  if (hasEnded(worker.running)) return null;
  cluster.signal(worker, "SIGSTOP");
  await sleep(timeMs);
  cluster.signal(worker, "SIGCONT");
  return `${worker.name} for ${Math.round(timeMs)} ms`;
}

/** As an operator restarts a worker. */
async function drain(cluster: ChaosCluster, worker: ChaosWorker): Promise<string> {
  cluster.signal(worker, "SIGTERM");
  const { code } = await worker.running.ended;
  await cluster.startAgain(worker);
  return `${worker.name} ended with ${code}`;
}

async function cutFor(
  cluster: ChaosCluster,
  draw: Draw,
  kind: CutKind,
  timeMs: number,
): Promise<string> {
  const worker = pick(cluster.workers, draw);
  worker.host.cut(kind);
  await sleep(timeMs);
  worker.host.heal();
  return `${worker.name}, ${kind}, for ${Math.round(timeMs)} ms`;
}

/** A finished map output of any worker. */
function pickSegment(cluster: ChaosCluster, draw: Draw): string | null {
  const all = cluster.workers.flatMap(segmentsOf);
  return all.length === 0 ? null : pick(all, draw);
}

function segmentsOf({ folder }: ChaosWorker): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /map-\d+-a\d+[^/]*$/.test(name))
      .map((name) => join(folder, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
  } catch (error) {
    // Its worker tidies up while we look.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function flipByte(path: string, draw: Draw): string | null {
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes === 0) return null;
  const at = Math.floor(draw() * sizeBytes);
  try {
    const file = openSync(path, "r+");
    const byte = Buffer.alloc(1);
    readSync(file, byte, 0, 1, at);
    byte.writeUInt8(byte.readUInt8(0) ^ (1 << Math.floor(draw() * 8)));
    writeSync(file, byte, 0, 1, at);
    closeSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  return `${path} at ${at}`;
}
