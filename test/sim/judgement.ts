/**
 * Publishing, and the judgement of what was published and how jobs ended.
 *
 * J1. Publishing is one rename: it happens or it does not. A second publishing of a job must bring the same.
 * J2. What is published is the fault-free output (I2), made of conserved records (I3), and was there to be published.
 */

import type { Engine } from "../../src/engine/engine.js";
import type { ErrorCode } from "../../src/engine/error.js";
import type { JobId } from "../../src/engine/ids.js";
import type { JobView } from "../../src/engine/view.js";
import type { EventBody } from "../../src/master/loop.js";
import { countersOf, expectedOutput, type ExpectedPart, type PartContent } from "./data.js";
import type { SimClient } from "./client.js";
import type { World } from "./world.js";

/** How a job may fail without anybody having done wrong: its own code, or faults beyond its budgets. */
const MISFORTUNES: readonly ErrorCode[] = [
  "MR_USER_CODE",
  "MR_RUNNER_CRASHED",
  "MR_TASK_TIMEOUT",
  "MR_WORKER_LOST",
  "MR_FETCH_FAILED",
  "MR_SEGMENT_CORRUPT",
];

export class Publisher {
  readonly published = new Map<JobId, readonly ExpectedPart[]>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async publish(engine: Engine, job: JobId, work: () => Promise<void>): Promise<EventBody> {
    const winners = engine.winners(job);
    const { ledger, staging } = this.#world;
    await work();
    const contents: PartContent[] = [];
    for (const { stagedPath, checksum } of winners) {
      const content = staging.get(stagedPath);
      if (this.published.has(job)) break;
      if (content?.checksum !== checksum) {
        ledger.violate("I2", `${stagedPath} is to be published and is not there`);
        continue;
      }
      contents.push(content);
    }
    await work();
    const parts = this.#world.mutations.published(
      winners.map(({ name, checksum }) => ({ name, checksum })),
    );
    if (!this.published.has(job)) {
      this.published.set(job, parts);
      this.#check(engine, job, parts, contents);
    }
    return { kind: "published", job };
  }

  clear(job: JobId): void {
    const { staging } = this.#world;
    for (const path of staging.keys())
      if (path.startsWith(`/staging/${job}/`)) staging.delete(path);
  }

  #check(
    engine: Engine,
    job: JobId,
    parts: readonly ExpectedPart[],
    contents: readonly PartContent[],
  ): void {
    const { ledger } = this.#world;
    const spec = engine.inputOf(job);
    ledger.checkConservation(job);
    if (spec.params["nondeterministic"] === true) {
      const mixed = findMixture(contents);
      if (mixed !== null) ledger.violate("I2", `${job} has read two versions of ${mixed}`);
      return;
    }
    const expected = expectedOutput(spec);
    const same =
      parts.length === expected.length &&
      parts.every(
        ({ name, checksum }, index) =>
          name === expected[index]?.name && checksum === expected[index]?.checksum,
      );
    if (!same) ledger.violate("I2", `${job} published other bytes than the fault-free run`);
  }
}

function findMixture(contents: readonly PartContent[]): string | null {
  const seen = new Map<string, string>();
  for (const { nonces } of contents) {
    for (const [source, nonce] of nonces) {
      const before = seen.get(source);
      if (before !== undefined && before !== nonce) return source;
      seen.set(source, nonce);
    }
  }
  return null;
}

export function checkEnds(world: World): void {
  const { engine } = world.masterProcess;
  if (engine !== null) world.ledger.checkFold(engine);
  for (const client of world.clients) checkClient(world, client);
}

function checkClient(world: World, client: SimClient): void {
  const { ledger, masterProcess, publisher } = world;
  const { id } = client.spec;
  const { end } = client;
  if (end === null && (world.plan.mode === "safety" || client.forgotten)) return;
  if (end === null || end.state.kind !== "ended") {
    const state = masterProcess.engine?.jobView(id)?.state.kind ?? "unknown";
    ledger.violate(
      "I5",
      `${id} has not ended ${Math.round(world.plan.endMs - world.plan.healMs)} ms after the healing (${state})`,
    );
    return;
  }
  const { outcome } = end.state;
  if (outcome.kind === "failed") {
    const { code } = outcome.error;
    const nondeterministic = client.spec.params["nondeterministic"] === true;
    const allowed =
      MISFORTUNES.includes(code) || (code === "MR_NONDETERMINISTIC" && nondeterministic);
    if (!allowed) ledger.violate("I3", `${id} failed: ${code} ${outcome.error.message}`);
  }
  if (outcome.kind !== "done") return;
  if (!publisher.published.has(id)) ledger.violate("I2", `${id} is done and was never published`);
  checkCounters(world, end);
}

/** I9. */
function checkCounters(world: World, view: JobView): void {
  const expected = { tasks: 0, luck: 0 };
  for (const { name, tasks } of view.stages) {
    for (let index = 0; index < tasks; index += 1) {
      const { tasks: one, luck } = countersOf(view.id, name, index);
      expected.tasks += one;
      expected.luck += luck;
    }
  }
  const { tasks = 0, luck = 0 } = view.counters;
  if (tasks === expected.tasks && luck === expected.luck) return;
  world.ledger.violate(
    "I9",
    `${view.id} counted ${tasks}/${luck}, not ${expected.tasks}/${expected.luck}`,
  );
}
