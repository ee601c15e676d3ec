/**
 * What a seed's world is like, before anything happens in it.
 */

import type { EngineLimits } from "../../src/engine/limits.js";
import type { JobSpec } from "../../src/engine/job.js";
import { fakeJob } from "../scenario/fake-data.js";
import type { FakeProgram } from "../scenario/fake-planners.js";
import type { RandomSource } from "../scenario/random-source.js";
import { type Fault, pickFaults } from "./faults.js";
import type { RewritePlan } from "./master.js";

export interface JobPlan {
  readonly spec: JobSpec;
  readonly atMs: number;
  readonly cancelAtMs: number | null;
}

export interface WorldPlan {
  readonly workers: number;
  readonly slots: number;
  readonly jobs: readonly JobPlan[];
  readonly limits: Partial<EngineLimits>;
  readonly faults: readonly Fault[];
  /** On average. */
  readonly faultEveryMs: number;
  /** Safety: things go wrong to the end, and nothing is asked but that no invariant breaks. */
  readonly mode: "safety" | "liveness";
  /** From then on nothing goes wrong. */
  readonly healMs: number;
  /** Every job must have ended by then. */
  readonly endMs: number;
  /** Of an average task. */
  readonly durationMs: number;
  /** Chances of an attempt. */
  readonly fails: number;
  readonly hangs: number;
  readonly straggles: number;
  /** How much clocks differ in their rates. */
  readonly drift: number;
  /** Messages may be on their way for longer than a report takes to settle. */
  readonly delays: boolean;
  /** When the master's journal is rewritten; null: never. */
  readonly rewriting: RewritePlan | null;
  /** Chance of a rewrite to end in the master's death. */
  readonly rewriteCrashes: number;
}

/** After the faults: the slowest detector, the grace of a new master, the longest pause between two dials. */
/** Everything here is tiny: whatever has been read is given up at once. */
const TRIMMING = { trimBytes: 0, trimsPerStage: 1_000 };
const DETECTION_MS = 150_000;
/** And the work itself, three times over: it may all be lost once, and not all slots are always busy. */
const WORK_FACTOR = 3;

export function planWorld(random: RandomSource): WorldPlan {
  const faults = random.chance(0.05) ? [] : pickFaults(random);
  const healMs = random.between(20_000, 120_000);
  const jobs = random.pick([1, 1, 2, 3]);
  const mode = random.chance(0.2) ? "safety" : "liveness";
  const workers = random.between(3, 8);
  const slots = random.between(1, 3);
  const durationMs = random.pick([200, 1_500, 4_000]);
  const plans = Array.from({ length: jobs }, (_, index) => planJob(`j${index}`, random));
  const tasks = plans.reduce((sum, { spec }) => sum + tasksOf(spec), 0);
  const workMs = (WORK_FACTOR * tasks * (durationMs + 100)) / (workers * slots);
  return {
    mode,
    workers,
    slots,
    jobs: plans,
    limits: { ...(random.chance(0.3) ? { assignAhead: 2, aheadMs: 3_000 } : {}), ...TRIMMING },
    faults,
    faultEveryMs: random.pick([1_000, 3_000, 8_000]),
    healMs,
    endMs: healMs + DETECTION_MS + workMs,
    durationMs,
    fails: random.pick([0, 0, 0.02, 0.1]),
    hangs: random.pick([0, 0, 0.02]),
    straggles: random.pick([0, 0.05]),
    drift: random.pick([0, 0, 0.02]),
    delays: faults.some((fault) => fault === "worker-pause" || fault === "master-pause"),
    rewriting: random.chance(0.6) ? planRewriting(random) : null,
    rewriteCrashes: faults.length === 0 ? 0 : random.pick([0, 0.3, 0.6]),
  };
}

/** As soon as something has become superfluous, which is seldom enough in a world's few minutes. */
function planRewriting(random: RandomSource): RewritePlan {
  const retention = { endedJobs: random.between(0, 1), departures: random.pick([0, 0, 3]) };
  return { growth: { bytes: random.pick([512, 4_096]), factor: 1 }, retention };
}

function planJob(id: string, random: RandomSource): JobPlan {
  const type = random.pick(["two-stage", "two-stage", "two-stage", "rounds", "broadcast"]);
  const program = {
    maps: random.between(type === "two-stage" ? 10 : 1, type === "two-stage" ? 50 : 15),
    reduces: type === "two-stage" && random.chance(0.1) ? 0 : random.between(1, 10),
    rounds: random.between(1, 3),
    sizes: [],
  };
  const nondeterministic = type === "two-stage" && random.chance(0.1);
  const settings = { taskTimeoutMs: random.pick([20_000, 60_000]) };
  const spec = { ...fakeJob(id, type, program, settings), params: { nondeterministic } };
  const atMs = random.between(0, 10_000);
  return { spec, atMs, cancelAtMs: random.chance(0.05) ? atMs + random.between(1, 20_000) : null };
}

function tasksOf({ type, program }: JobSpec): number {
  const { maps, reduces, rounds = 2 } = program as unknown as FakeProgram;
  return type === "rounds" ? maps + (rounds + 1) * reduces : maps + reduces;
}
