/**
 * Bounded campaigns on real processes. `npm run chaos` runs them longer; its options arrive in the environment.
 */

import { afterAll, describe, expect, test } from "vitest";
import { Sandbox } from "../e2e/support/sandbox.js";
import { Campaign, type CampaignOptions, expectedOf, type Round } from "./campaign.js";
import { writeChaosJob } from "./chaos-job.js";
import { FAULTS, type FaultName } from "./faults.js";

const MiB = 2 ** 20;
const FIRST_SEED = Number(process.env["CHAOS_SEED"] ?? 1);
const MINUTES = Number(process.env["CHAOS_MINUTES"] ?? 0);
const ROUND_LIMIT_MS = 60_000;

interface Plan {
  readonly title: string;
  readonly faults: readonly FaultName[];
  /** Strikes in a run. */
  readonly strikes: number;
  /** Runs of the ordinary suite. */
  readonly rounds: number;
  /** A task whose output survives may not run again. */
  readonly rerunsAllowed: boolean;
}

const PLANS: Readonly<Record<string, Plan>> = {
  mixed: {
    title: "machines, links and disks fail: the bytes are those of an undisturbed run",
    faults: [
      "kill-worker",
      "kill-runner",
      "stop-worker",
      "cut-link",
      "flip-segment",
      "remove-segment",
    ],
    strikes: 4,
    rounds: 4,
    rerunsAllowed: true,
  },
  worker: {
    title: "T01: one of four workers is killed at a random moment",
    faults: ["kill-worker"],
    strikes: 1,
    rounds: 4,
    rerunsAllowed: true,
  },
};

const CHOSEN_PLAN = process.env["CHAOS_PLAN"];
const CHOSEN_FAULTS = (process.env["CHAOS_FAULTS"] ?? "").split(",").filter(isFault);

const sandboxes: Sandbox[] = [];
afterAll(async () => {
  for (const sandbox of sandboxes) await sandbox.remove();
});

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

async function campaign(name: string, plan: Plan): Promise<void> {
  const sandbox = new Sandbox();
  sandboxes.push(sandbox);
  const job = writeChaosJob(sandbox, {
    lines: 12_000,
    splitSize: "24K",
    reducers: 6,
    mapMs: 50,
    reduceMs: 100,
  });
  const options: CampaignOptions = {
    workers: 4,
    faults: plan.faults,
    strikes: plan.strikes,
    rerunsAllowed: plan.rerunsAllowed,
    withinMs: 1_000,
    limitMs: ROUND_LIMIT_MS,
    job,
    expected: expectedOf(sandbox, job, {
      master: 300 * MiB,
      worker: 250 * MiB,
      runner: 400 * MiB,
    }),
  };
  const running = await Campaign.start(sandbox, options);
  const rounds: Round[] = [];
  const until = performance.now() + MINUTES * 60_000;
  try {
    for (let i = 0; i < roundsOf(plan) || performance.now() < until; i++) {
      const round = await running.round(FIRST_SEED + i);
      rounds.push(round);
      if (round.violations.length > 0) break;
    }
  } finally {
    await running.end();
  }
  report(name, rounds);
  expect(
    rounds.flatMap(({ seed, violations, operations }) =>
      violations.map((violation) => ({ seed, violation, operations })),
    ),
  ).toEqual([]);
  await sandbox.expectNothingLeft();
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
  return Number(process.env["CHAOS_ROUNDS"] ?? (MINUTES > 0 ? 0 : plan.rounds));
}

/** A campaign by hand takes what it takes; that of the ordinary suite is bounded. */
function timeoutMs(): number {
  const rounds = Number(process.env["CHAOS_ROUNDS"] ?? 4);
  return 60_000 + MINUTES * 60_000 + rounds * (ROUND_LIMIT_MS / 2);
}

describe("disturbed runs", () => {
  const chosen = Object.entries(PLANS)
    .filter(([name]) => CHOSEN_PLAN === undefined || CHOSEN_PLAN === name)
    .map(([name, plan]) =>
      CHOSEN_FAULTS.length > 0 ? { ...plan, faults: CHOSEN_FAULTS, name } : { ...plan, name },
    );
  test.each(chosen)("$name: $title", { timeout: timeoutMs() }, ({ name, ...plan }) =>
    campaign(name, plan),
  );
});
