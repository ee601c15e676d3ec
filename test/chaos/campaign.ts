/**
 * Disturbed runs of one job, one after the other on one cluster: each with a seed, an operation log, and a verdict.
 *
 * K1. A round ends within its limit, whatever happens. K2. After each round the cluster is mended; when the campaign
 * ends nothing may be left.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { readFacts } from "../../src/cli/state-facts.js";
import type { Fact } from "../../src/engine/fact.js";
import { jobOf } from "../../src/master/snapshot.js";
import { type Result, type Running, until } from "../e2e/support/cli.js";
import { randomNumbers } from "../e2e/support/sample-data.js";
import { kill, type Sandbox } from "../e2e/support/sandbox.js";
import { ChaosCluster, hasEnded } from "./chaos-cluster.js";
import { violationsOf } from "./check-evidence.js";
import { digestOf, type Evidence, type Expected, readManifest, readParts } from "./evidence.js";
import { type Draw, type Fault, FAULTS, pick } from "./faults.js";
import type { Plan } from "./plans.js";

export interface CampaignOptions {
  readonly workers: number;
  /** Job, input and settings of `mr run`, without output and times. */
  readonly job: readonly string[];
  readonly expected: Expected;
}

export interface Operation {
  readonly atMs: number;
  readonly what: string;
}

export interface Round {
  readonly seed: number;
  readonly elapsedMs: number;
  readonly operations: readonly Operation[];
  readonly violations: readonly string[];
  /** Started attempts of the job, and of these how many to make a lost output again. */
  readonly attempts: number;
  readonly reruns: number;
}

export class Campaign {
  private readonly sandbox: Sandbox;
  private readonly cluster: ChaosCluster;
  private readonly options: CampaignOptions;
  private rounds = 0;

  private constructor(sandbox: Sandbox, cluster: ChaosCluster, options: CampaignOptions) {
    this.sandbox = sandbox;
    this.cluster = cluster;
    this.options = options;
  }

  static async start(sandbox: Sandbox, options: CampaignOptions): Promise<Campaign> {
    return new Campaign(sandbox, await ChaosCluster.start(sandbox, options.workers), options);
  }

  /** One run of the job with the faults of `plan` as `seed` draws them. */
  async round(seed: number, plan: Plan): Promise<Round> {
    const { cluster, options, sandbox } = this;
    const draw = randomNumbers(seed);
    const output = `out-${this.rounds++}`;
    const started = performance.now();
    const times = ["--mapMs", String(plan.taskMs), "--reduceMs", String(2 * plan.taskMs)];
    const args = [...options.job, ...times, "-o", output, "--json", ...cluster.access];
    const client = cluster.start(["run", ...args]);
    const peaks: Record<string, number> = {};
    const watching = this.watch(client, peaks);
    const operations: Operation[] = [];
    const nemesis = this.disturb(client, plan, draw, operations);
    const result = await this.ended(client, plan.limitMs);
    const elapsedMs = Math.round(performance.now() - started);
    await Promise.all([nemesis, watching]);
    await cluster.mend();
    const facts = await this.factsOf(result);
    const evidence: Evidence = {
      exitCode: result.code,
      stderr: result.stderr,
      elapsedMs,
      limitMs: plan.limitMs,
      facts,
      parts: readParts(sandbox.path(output)),
      manifest: readManifest(sandbox.path(output)),
      counters: countersOf(result),
      verified: sandbox.run(["verify", output]).code,
      replayed: sandbox.run(["replay", "--verify", "--state", cluster.state]).code,
      peakBytes: peaks,
    };
    const attempts = facts.filter(({ kind }) => kind === "attempt-started").length;
    const reruns = facts.filter(
      (fact) => fact.kind === "attempt-started" && fact.cause === "rerun",
    ).length;
    const violations = violationsOf(evidence, options.expected);
    if (reruns > 0 && !plan.rerunsAllowed) violations.push(`${reruns} completed tasks ran again`);
    const failed = documentOf(result.stdout)?.attempts?.failed ?? 0;
    if (failed > 0 && !plan.failuresAllowed) violations.push(`${failed} attempts count as failed`);
    return { seed, elapsedMs, operations, violations, attempts, reruns };
  }

  async end(): Promise<void> {
    await this.cluster.end();
  }

  /** Strikes while the run lasts. */
  private async disturb(
    client: Running,
    { faults, strikes, withinMs }: Plan,
    draw: Draw,
    operations: Operation[],
  ): Promise<void> {
    const started = performance.now();
    // A client that has not reached its master yet is not disturbed: it may say so and leave.
    await until("the job runs", () => / running/.test(client.stderr()) || hasEnded(client), 30_000);
    for (let struck = 0; struck < strikes; struck++) {
      await Promise.race([sleep(draw() * withinMs), client.ended]);
      if (client.child.exitCode !== null) return;
      const fault: Fault = FAULTS[pick(faults, draw)];
      const atMs = Math.round(performance.now() - started);
      const what = await fault.strike(this.cluster, draw);
      if (what !== null) operations.push({ atMs, what: `${fault.name} ${what}`.trim() });
    }
  }

  private async watch(client: Running, peaks: Record<string, number>): Promise<void> {
    while (client.child.exitCode === null && client.child.signalCode === null) {
      for (const [program, bytes] of Object.entries(this.cluster.memory())) {
        peaks[program] = Math.max(peaks[program] ?? 0, bytes);
      }
      await sleep(200);
    }
  }

  /** The client's end, which is made when it does not come. */
  private async ended(client: Running, limitMs: number): Promise<Result> {
    const late = setTimeout(() => kill(client.child.pid ?? 0), limitMs + 5_000);
    const result = await client.ended;
    clearTimeout(late);
    return result;
  }

  private async factsOf({ stdout }: Result): Promise<readonly Fact[]> {
    const job = documentOf(stdout)?.job;
    const facts = await readFacts(this.cluster.state);
    return facts.filter((fact) => (jobOf(fact) ?? job) === job);
  }
}

/** What an undisturbed local run gives, and the most memory that our programs may take. */
export function expectedOf(
  sandbox: Sandbox,
  job: readonly string[],
  memoryLimits: Expected["memoryLimits"],
): Expected {
  const result = sandbox.run(["run", ...job, "-o", "expected", "--json"]);
  if (result.code !== 0) throw new Error(`the undisturbed run failed:\n${result.stderr}`);
  return {
    digest: digestOf(readParts(sandbox.path("expected"))),
    inputRecords: documentOf(result.stdout)?.input.records ?? 0,
    counters: countersOf(result),
    memoryLimits,
  };
}

interface RunDocument {
  readonly job: string;
  readonly input: { readonly records: number };
  readonly counters: Readonly<Record<string, number>>;
  /** Missing when the run could not begin. */
  readonly attempts?: { readonly failed: number };
}

function documentOf(stdout: string): RunDocument | null {
  return stdout.startsWith("{") ? (JSON.parse(stdout) as RunDocument) : null;
}

function countersOf({ stdout }: Result): Readonly<Record<string, number>> {
  return documentOf(stdout)?.counters ?? {};
}
