/**
 * Campaigns on real processes, those of the ordinary suite all on one cluster. `npm run chaos` runs one of them for long;
 * its options arrive in the environment.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Sandbox } from "../e2e/support/sandbox.js";
import { Campaign, expectedOf, type Round } from "./campaign.js";
import { writeChaosJob } from "./chaos-job.js";
import { FAULTS, type FaultName } from "./faults.js";
import { type Plan, PLANS } from "./plans.js";

const MiB = 2 ** 20;
const FIRST_SEED = Number(process.env["CHAOS_SEED"] ?? 1);
const MINUTES = Number(process.env["CHAOS_MINUTES"] ?? 0);
const ROUNDS = process.env["CHAOS_ROUNDS"];
const CHOSEN_PLAN = process.env["CHAOS_PLAN"];
const CHOSEN_FAULTS = (process.env["CHAOS_FAULTS"] ?? "").split(",").filter(isFault);

const sandbox = new Sandbox();
let campaign: Campaign;

beforeAll(async () => {
  const job = writeChaosJob(sandbox, { lines: 12_000, splitSize: "24K", reducers: 6 });
  const limits = { master: 300 * MiB, worker: 250 * MiB, runner: 400 * MiB };
  const expected = expectedOf(sandbox, job, limits);
  campaign = await Campaign.start(sandbox, { workers: 4, job, expected });
}, 60_000);

afterAll(async () => {
  try {
    await campaign.end();
    await sandbox.expectNothingLeft();
  } finally {
    await sandbox.remove();
  }
}, 60_000);

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

async function run(name: string, plan: Plan): Promise<void> {
  const rounds: Round[] = [];
  const until = performance.now() + MINUTES * 60_000;
  for (let i = 0; i < roundsOf(plan) || performance.now() < until; i++) {
    const round = await campaign.round(FIRST_SEED + i, plan);
    rounds.push(round);
    if (round.violations.length > 0) break;
  }
  report(name, rounds);
  const violations = rounds.flatMap((round) =>
    round.violations.map((violation) => ({
      seed: round.seed,
      violation,
      operations: round.operations.map(({ atMs, what }) => `${atMs} ms: ${what}`),
    })),
  );
  expect(violations).toEqual([]);
}

function report(name: string, rounds: readonly Round[]): void {
  const times = rounds.map(({ elapsedMs }) => elapsedMs).toSorted((a, b) => a - b);
  const total = (of: (round: Round) => number): number => rounds.reduce((s, r) => s + of(r), 0);
  const median = times[times.length >> 1] ?? 0;
  console.log(
    `chaos ${name}: ${rounds.length} runs, ${total((r) => r.operations.length)} faults, ` +
      `${total((r) => r.attempts)} attempts, ${total((r) => r.reruns)} outputs made again, ` +
      `${total((r) => r.violations.length)} violations; median ${median} ms, longest ${times.at(-1)} ms`,
  );
}

function roundsOf(plan: Plan): number {
  return Number(ROUNDS ?? (MINUTES > 0 ? 0 : plan.rounds));
}

function chosenPlans(): Array<[string, Plan]> {
  return Object.entries(PLANS)
    .filter(([name, plan]) => (CHOSEN_PLAN === undefined ? plan.rounds > 0 : CHOSEN_PLAN === name))
    .map(([name, plan]) => [
      name,
      CHOSEN_FAULTS.length > 0 ? { ...plan, faults: CHOSEN_FAULTS } : plan,
    ]);
}

describe("disturbed runs", () => {
  for (const [name, plan] of chosenPlans()) {
    // By hand a campaign takes what it takes; in the ordinary suite it is bounded.
    const timeout = MINUTES * 60_000 + (roundsOf(plan) + 1) * plan.limitMs;
    test(`${name}: ${plan.title}`, { timeout }, () => run(name, plan));
  }
});
