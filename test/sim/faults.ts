/**
 * What can go wrong in a world, and how often: each seed has its own mixture.
 *
 * Owns: the list of faults, their effects and their repair. Talks to: the world's nodes, network and disk.
 *
 * F1. Every fault but the end of a process ends by itself; `heal` ends them all at once.
 */

import type { RandomSource } from "../scenario/random-source.js";
import type { World } from "./world.js";

type Strike = (world: World, random: RandomSource) => void;

const FAULTS = {
  "worker-kill": (world, random) => {
    const worker = world.anyWorker();
    worker.kill(false);
    const withFolder = random.chance(0.7);
    world.later(random.between(100, 30_000), () => worker.start(withFolder));
  },
  "worker-power": (world, random) => {
    const worker = world.anyWorker();
    worker.kill(true);
    world.later(random.between(2_000, 40_000), () => worker.start());
  },
  "worker-pause": (world, random) => {
    const { node } = world.anyWorker();
    node.pause(random.between(500, 40_000));
    world.network.silent(node);
  },
  "worker-slow": (world, random) => {
    const worker = world.anyWorker();
    worker.slowness = 10;
    world.later(random.between(5_000, 60_000), () => (worker.slowness = 1));
  },
  "worker-drain": (world, random) => {
    const worker = world.anyWorker();
    void worker.drain();
    world.later(random.between(31_000, 60_000), () => worker.start());
  },
  "worker-disk-full": (world, random) => {
    const worker = world.anyWorker();
    worker.diskFull = true;
    world.later(random.between(1_000, 20_000), () => (worker.diskFull = false));
  },
  "all-workers-kill": (world, random) => {
    for (const worker of world.workers) {
      worker.kill(random.chance(0.3));
      world.later(random.between(100, 40_000), () => worker.start());
    }
  },
  "master-kill": (world, random) => world.endMaster(false, random.between(100, 20_000)),
  "master-power": (world, random) => world.endMaster(true, random.between(1_000, 40_000)),
  "master-pause": (world, random) => {
    world.masterNode.pause(random.between(500, 30_000));
    world.network.silent(world.masterNode);
  },
  "sync-error": (world) => {
    world.disturbance.syncErrors += 1;
  },
  "journal-disk-full": (world, random) => {
    world.disturbance.diskFull = true;
    world.later(random.between(1_000, 20_000), () => (world.disturbance.diskFull = false));
  },
  "cut-worker": (world, random) => {
    world.cutFor(world.anyWorker().node, world.masterNode, "both", random.between(500, 40_000));
  },
  "cut-one-way": (world, random) => {
    const way = random.chance(0.5) ? "there" : "back";
    world.cutFor(world.anyWorker().node, world.masterNode, way, random.between(500, 40_000));
  },
  "cut-peers": (world, random) => {
    const [a, b] = [world.anyWorker(), world.anyWorker()];
    if (a !== b) world.cutFor(a.node, b.node, "both", random.between(500, 40_000));
  },
  "cut-half": (world, random) => {
    const forMs = random.between(500, 40_000);
    for (const worker of world.workers) {
      if (random.chance(0.5)) world.cutFor(worker.node, world.masterNode, "both", forMs);
    }
  },
  "cut-client": (world, random) => {
    for (const client of world.clients) {
      world.cutFor(client.node, world.masterNode, "both", random.between(500, 20_000));
    }
  },
  "connection-break": (world) => {
    world.network.breakBetween(world.anyWorker().node, world.masterNode);
  },
  lag: (world, random) => {
    world.network.lagMs = random.between(100, 3_000);
    world.later(random.between(1_000, 15_000), () => (world.network.lagMs = 0));
  },
  "segment-lost": (world) => world.damage("lost"),
  "segment-corrupt": (world) => world.damage("corrupt"),
  /** Something that a worker said, perhaps in an earlier life, is said once more. */
  echo: (world) => world.echo(),
} as const satisfies { readonly [name: string]: Strike };

export type Fault = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as readonly Fault[];

export function strike(fault: Fault, world: World, random: RandomSource): void {
  world.fired.set(fault, (world.fired.get(fault) ?? 0) + 1);
  world.say("fault", fault);
  FAULTS[fault](world, random);
}

/** Each seed knows some of the faults, so that rare ones meet without the noise of all others. */
export function pickFaults(random: RandomSource): readonly Fault[] {
  const share = random.pick([0.1, 0.25, 0.5, 1]);
  const picked = FAULT_NAMES.filter(() => random.chance(share));
  return picked.length > 0 ? picked : [random.pick(FAULT_NAMES)];
}
