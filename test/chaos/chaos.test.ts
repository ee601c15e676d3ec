/**
 * Bounded campaigns on real processes. `npm run chaos` runs them longer; its options arrive in the environment.
 */

import { afterAll, describe, expect, test } from "vitest";
import { Sandbox } from "../e2e/support/sandbox.js";
import { Campaign, type CampaignOptions, expectedOf, type Round } from "./campaign.js";
import { writeChaosJob } from "./chaos-job.js";
import { FAULTS, type FaultName } from "./faults.js";

const MiB = 2 ** 20;
const ROUNDS = Number(process.env["CHAOS_ROUNDS"] ?? 6);
const FIRST_SEED = Number(process.env["CHAOS_SEED"] ?? 1);
const MINUTES = Number(process.env["CHAOS_MINUTES"] ?? 0);
const CHOSEN = (process.env["CHAOS_FAULTS"] ?? "").split(",").filter(isFault);
const ROUND_LIMIT_MS = 60_000;
const DEFAULT_FAULTS: readonly FaultName[] = [
  "kill-worker",
  "kill-runner",
  "stop-worker",
  "cut-link",
  "flip-segment",
  "remove-segment",
];

const sandboxes: Sandbox[] = [];
afterAll(async () => {
  for (const sandbox of sandboxes) await sandbox.remove();
});

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

interface Plan {
  readonly faults: readonly FaultName[];
  readonly workers: number;
  readonly strikes: number;
  readonly rounds: number;
}

async function campaign(plan: Plan): Promise<void> {
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
    ...plan,
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
    for (let i = 0; i < plan.rounds || performance.now() < until; i++) {
      const round = await running.round(FIRST_SEED + i);
      rounds.push(round);
      if (round.violations.length > 0) break;
    }
  } finally {
    await running.end();
  }
  report(plan, rounds);
  expect(
    rounds.flatMap(({ seed, violations, operations }) =>
      violations.map((violation) => ({ seed, violation, operations })),
    ),
  ).toEqual([]);
  await sandbox.expectNothingLeft();
}

function report(plan: Plan, rounds: readonly Round[]): void {
  const times = rounds.map(({ elapsedMs }) => elapsedMs).toSorted((a, b) => a - b);
  const total = (of: (round: Round) => number): number => rounds.reduce((s, r) => s + of(r), 0);
  const median = times[times.length >> 1] ?? 0;
  console.log(
    `chaos ${plan.faults.join(",")}: ${rounds.length} runs, ${total((r) => r.operations.length)} faults, ` +
      `${total((r) => r.attempts)} attempts, ${total((r) => r.reruns)} outputs made again, ` +
      `${total((r) => r.violations.length)} violations; median ${median} ms, longest ${times.at(-1)} ms`,
  );
}

const bound = { timeout: Math.max(MINUTES * 60_000, ROUNDS * 20_000) + 120_000 };

describe("runs whose machines and links fail", () => {
  const faults = CHOSEN.length > 0 ? CHOSEN : DEFAULT_FAULTS;
  test("end with the bytes of an undisturbed run", bound, () =>
    campaign({ faults, workers: 4, strikes: 4, rounds: ROUNDS }),
  );
});
