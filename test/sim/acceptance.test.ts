/**
 * Named promises, each in worlds made for it. Reduced counts here; MR_FULL=1 runs the full ones.
 */

import { describe, expect, test } from "vitest";
import type { Fault } from "./faults.js";
import { type Outcome, runSeed } from "./run-seed.js";
import type { WorldPlan } from "./world-plan.js";

const FULL = process.env["MR_FULL"] === "1";
const TIMEOUT_MS = FULL ? 3_600_000 : 60_000;
/** Nothing but what the test is about. */
const CALM = {
  fails: 0,
  hangs: 0,
  straggles: 0,
  drift: 0,
  rewriting: null,
  mode: "liveness",
} as const;

async function worlds(full: number, plan: Partial<WorldPlan>): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const count = FULL ? full : Math.max(10, Math.floor(full / 40));
  for (let seed = 1; seed <= count; seed += 1) {
    outcomes.push(await runSeed({ seed: 50_000 + seed, plan: { ...CALM, ...plan } }));
  }
  return outcomes;
}

function only(faultEveryMs: number, ...faults: readonly Fault[]): Partial<WorldPlan> {
  return { faults, faultEveryMs };
}

function expectSound(outcomes: readonly Outcome[]): void {
  const broken = outcomes.flatMap(({ seed, violations }) =>
    violations.map(({ rule, what }) => `seed ${seed}, ${rule}: ${what}`),
  );
  expect(broken).toEqual([]);
}

const CASES: readonly (readonly [string, number, Partial<WorldPlan>])[] = [
  ["T02: a worker dies every two seconds", 50, only(2_000, "worker-kill")],
  ["T06: all workers go away at once", 100, only(20_000, "all-workers-kill")],
  ["T09: slow workers and stragglers", 100, { ...only(5_000, "worker-slow"), straggles: 0.1 }],
  ["T14: what earlier lives said is heard again", 1_000, only(300, "echo", "worker-kill")],
  ["T16: outputs of all jobs are lost", 100, only(2_000, "segment-lost", "segment-corrupt")],
  ["T17: the master is killed again and again", 1_000, only(4_000, "master-kill", "master-power")],
  ["T20: syncs of the journal fail", 100, only(4_000, "sync-error", "master-power")],
  ["T22: the master is away while workers work", 100, only(15_000, "master-kill")],
  ["T25: clocks run at other rates", 100, { ...only(60_000, "lag"), drift: 0.1 }],
  ["T27: links flap", 100, only(1_500, "connection-break", "cut-worker")],
];

describe("acceptance, simulated", () => {
  for (const [name, full, plan] of CASES) {
    test(name, { timeout: TIMEOUT_MS }, async () => expectSound(await worlds(full, plan)));
  }
});
