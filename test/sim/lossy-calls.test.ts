/**
 * T15: every kind of message between workers, clients and their master meets every kind of loss, and nothing breaks.
 *
 * A world a kind, in which a quarter of its messages is struck. Not sent in worlds, and so not here:
 * `log` (nothing depends on it), `redial-window` (small clusters are told none) and `drain` (an operator's word; workers
 * drain here by themselves).
 * Within a session nothing overtakes anything, as with TCP: overtaken are calls, and messages of different sessions.
 */

import { expect, test } from "vitest";
import { fakeJob } from "../scenario/fake-data.js";
import { type Fate, Fates, kindOf } from "./fates.js";
import type { SimNode } from "./node.js";
import { World } from "./world.js";

/** Of all worlds; more when a rare pair has not been met, up to a bound. */
const ROUNDS = process.env["MR_FULL"] === "1" ? 100 : 1;
const MOST_ROUNDS = ROUNDS + 4;
const TIMEOUT_MS = MOST_ROUNDS * 30_000;
const STRUCK = 0.25;
const FIRST_SEED = 82_000;
const LONG_MS = 300_000;
const MOST_STRUCK = 12;

const FROM_WORKERS = ["hello", "heartbeat", "succeeded", "ended", "draining", "goodbye"];
const FROM_MASTER = ["welcome", "rejected", "job", "stage", "assign", "stop", "sources", "discard"];
const CALLS = ["submit", "watch", "cancel"];
const ANSWERS = CALLS.map((call) => `${call} reply`);
const STRIKES = ["lost", "in flight", "cut off", "late"] as const satisfies readonly Fate[];
/** Sent seldom, or hard to hit: they get a world a strike. */
const RARE = new Set([
  ...["hello", "draining", "goodbye", "rejected", "sources", "stop", "discard"],
  ...["cancel", "cancel reply"],
]);
const CANNOT_BE = new Set([
  // A dial is given up before that.
  ...["hello, late", "welcome, late", "rejected, late"],
  // Whoever has said it ends: it arrives, or is lost with its process.
  ...["goodbye, lost", "goodbye, cut off", "goodbye, late"],
  // An answer has no answer.
  ...ANSWERS.map((answer) => `${answer}, cut off`),
]);
/** What is said again when nobody knows whether it was heard. */
const REPEATED = ["hello", "succeeded", "ended", "welcome", "job", "stage", "submit", "watch"];

test("T15: messages of all kinds are lost in all ways, and nothing breaks", {
  timeout: TIMEOUT_MS,
}, async () => {
  const wanted = [...FROM_WORKERS, ...FROM_MASTER, ...CALLS, ...ANSWERS].flatMap((kind) =>
    STRIKES.map((strike) => `${kind}, ${strike}`).filter((pair) => !CANNOT_BE.has(pair)),
  );
  wanted.push(...REPEATED.map((kind) => `${kind}, doubled`));
  const met = new Map<string, number>();
  const missing = () => wanted.filter((pair) => !met.has(pair));
  const broken: string[] = [];
  let seed = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (round >= ROUNDS && missing().length === 0) break;
    for (const kind of [...FROM_WORKERS, ...FROM_MASTER, ...CALLS, ...ANSWERS]) {
      for (const first of RARE.has(kind) ? STRIKES.keys() : [0]) {
        seed += 1;
        const world = strickenWorld(FIRST_SEED + seed, kind, first);
        await world.run();
        for (const { rule, what } of world.ledger.violations) {
          broken.push(`seed ${FIRST_SEED + seed}, ${kind}, ${rule}: ${what}`);
        }
        for (const [pair, times] of world.network.fates?.met ?? []) {
          met.set(pair, (met.get(pair) ?? 0) + times);
        }
      }
    }
  }
  expect(broken).toEqual([]);
  expect(missing()).toEqual([]);
  expect([...met.keys()].filter((pair) => pair.endsWith("overtaken"))).not.toEqual([]);
  console.log(`T15: ${wanted.length} pairs in ${seed} worlds`);
});

/** Strikes in turn, from the `first` one on. */
function strickenWorld(seed: number, kind: string, first: number): World {
  const program = { maps: 10, reduces: 3 };
  const world = new World({
    seed,
    plan: {
      mode: "liveness",
      workers: 4,
      slots: 2,
      jobs: [
        { spec: fakeJob("j0", "two-stage", program), atMs: 6_000, cancelAtMs: null },
        { spec: fakeJob("j1", "two-stage", program), atMs: 1_000, cancelAtMs: 3_000 },
      ],
      limits: {},
      // Without them nobody would leave, be refused or be stopped.
      faults: ["worker-drain", "worker-power", "worker-slow"],
      faultEveryMs: 3_000,
      healMs: 60_000,
      endMs: LONG_MS,
      durationMs: 1_000,
      fails: 0.1,
      hangs: 0,
      straggles: 0.1,
      drift: 0,
      delays: true,
      rewriting: null,
    },
  });
  const random = world.fork();
  let struck = 0;
  world.network.fates = new Fates();
  world.network.meddle = (from, message) => {
    if (kindOf(message) !== kind || world.healed) return null;
    // The first ones in any case: some kinds are rare.
    if (struck >= STRIKES.length && (struck >= MOST_STRUCK || !random.chance(STRUCK))) return null;
    const strike = STRIKES[(first + struck) % STRIKES.length] ?? "lost";
    struck += 1;
    if (strike !== "in flight") return strike;
    endProcess(world, from);
    return CALLS.includes(kind) || ANSWERS.includes(kind) ? "lost" : null;
  };
  // It finds its name taken, by its last life.
  world.later(4_000, () => world.workers[0]?.kill(true));
  world.later(5_000, () => world.workers[0]?.start());
  return world;
}

/** The sender's; for a call, the master's. */
function endProcess(world: World, from: SimNode): void {
  const worker = world.workers.find(({ node }) => node === from);
  world.later(0.1, () => {
    if (worker === undefined) return world.endMaster(false, 500);
    worker.kill(false);
    world.later(1_000, () => worker.start());
  });
}
