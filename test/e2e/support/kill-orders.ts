/**
 * Orders to die at a step of a commit, for processes that carry kill-points.ts; whoever has died is started again, as a
 * supervisor does.
 */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildEntry } from "./build-entry.js";
import { isGone, type Cluster } from "./cluster.js";
import type { Running } from "./cli.js";
import type { Sandbox } from "./sandbox.js";

/** In the order in which a job comes to them. */
const RUNNER_STEPS = [
  "segment-write",
  "segment-rename",
  "part-write",
  "runner-report",
  "agent-hears",
  "agent-report",
] as const;
const MASTER_STEPS = [
  "journal-write job-accepted",
  "journal-sync job-accepted",
  "journal-write task-completed",
  "journal-sync task-completed",
  "journal-write job-publishing",
  "journal-sync job-publishing",
  "part-gather",
  "manifest-write",
  "manifest-sync",
  "output-replace",
  "output-rename",
  "folder-sync",
  "journal-write job-ended",
  "journal-sync job-ended",
] as const;

export type KillStep = (typeof RUNNER_STEPS)[number] | (typeof MASTER_STEPS)[number];
export type KillPoint = `${"before" | "after"} ${KillStep}`;

export interface KillOrder {
  readonly id: number;
  readonly point: KillPoint | "nowhere";
  /** In one process, from 1. */
  readonly occurrence: number;
}

export const KILL_STEPS: readonly KillStep[] = [...RUNNER_STEPS, ...MASTER_STEPS];

export class KillOrders {
  readonly environment: Readonly<Record<string, string>>;
  readonly #folder: string;
  #orders = 0;

  private constructor(folder: string, entry: string) {
    this.#folder = folder;
    const load = `--import ${pathToFileURL(entry).href}`;
    this.environment = { KILL_ORDERS: folder, NODE_OPTIONS: load };
    this.give("nowhere", 0);
  }

  static async create(sandbox: Sandbox): Promise<KillOrders> {
    const folder = join(sandbox.folder, "kill-orders");
    mkdirSync(folder);
    return new KillOrders(folder, await buildEntry("test/e2e/support/kill-points.ts", folder));
  }

  give(point: KillOrder["point"], occurrence: number): void {
    this.#orders += 1;
    const order: KillOrder = { id: this.#orders, point, occurrence };
    writeFileSync(join(this.#folder, "order.json"), JSON.stringify(order));
  }

  get carriedOut(): boolean {
    return existsSync(join(this.#folder, `killed-${this.#orders}`));
  }

  /** Until `running` has ended and everybody lives. */
  async supervise(cluster: Cluster, running: Running): Promise<void> {
    let over = false;
    void running.ended.finally(() => (over = true));
    for (;;) {
      const last = over;
      if (isGone(cluster.master)) await cluster.restartMaster();
      await cluster.replaceDeadWorkers();
      if (last) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
