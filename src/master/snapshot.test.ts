import { describe, expect, test } from "vitest";
import { createEngine } from "../engine/engine.js";
import type { Event } from "../engine/event.js";
import type { Fact } from "../engine/fact.js";
import type { AttemptRef, Incarnation, JobId, WorkerId } from "../engine/ids.js";
import type { JobSpec } from "../engine/job.js";
import type { EventBody } from "./loop.js";
import { jobOf, neededFacts } from "./snapshot.js";
import { PARTS_PLANNER, reportOf } from "./test-rig.js";

const lifeOf = (life: number) => ({
  worker: `w${life}` as WorkerId,
  incarnation: String(life).padStart(16, "0") as Incarnation,
});

/** A real engine, driven by hand; collects its facts. */
class Reign {
  readonly facts: Fact[] = [];
  readonly engine = createEngine({ planners: [PARTS_PLANNER] });
  #at = 0;

  step(body: EventBody): AttemptRef[] {
    this.#at += 1;
    const event = { ...body, at: this.#at } as Event;
    const { facts, commands } = this.engine.step(event);
    this.facts.push(...facts);
    return commands.flatMap((command) => (command.kind === "assign" ? [command.attempt] : []));
  }

  join(life: number): AttemptRef[] {
    const info = { ...lifeOf(life), slots: 4, hostId: "h", dataAddress: "", processId: 1 };
    return this.step({ kind: "worker-joined", info });
  }

  leave(life: number): void {
    this.step({ kind: "worker-left", ...lifeOf(life), reason: "test" });
  }

  submit(name: string): AttemptRef[] {
    const output = { path: `/out/${name}`, format: "text", compression: "none", overwrite: false };
    const settings = { partitions: null, maxAttempts: 4, taskTimeoutMs: 60_000 };
    const spec = {
      id: `j${name}`,
      name,
      type: "parts",
      program: { tasks: 2 },
      code: { kind: "library", name: "x" },
      params: {},
      inputs: [],
      output,
      settings,
      idempotencyKey: name,
    };
    return this.step({ kind: "job-submitted", spec: spec as unknown as JobSpec });
  }

  succeed(life: number, attempts: readonly AttemptRef[]): void {
    for (const attempt of attempts) {
      const report = reportOf([]);
      this.step({ kind: "attempt-succeeded", ...lifeOf(life), attempt, report });
    }
  }

  run(life: number, name: string): void {
    this.succeed(life, this.submit(name));
    this.step({ kind: "published", job: `j${name}` as JobId });
  }
}

const digestOf = (facts: readonly Fact[]) =>
  createEngine({ planners: [PARTS_PLANNER], facts }).digest();

const KEEP_ONE = { endedJobs: 1, endedFacts: 1000 };

describe("what is kept", () => {
  test("gives the same state while no job has to go", () => {
    const reign = new Reign();
    reign.step({ kind: "master-started", epoch: 1 });
    reign.join(1);
    reign.run(1, "a");
    reign.join(2);
    reign.leave(1);
    reign.submit("b");
    const kept = neededFacts(reign.facts);
    expect(kept).toHaveLength(reign.facts.length);
    expect(digestOf(kept)).toBe(reign.engine.digest());
  });

  test("is every running job, and of the ended ones the last", () => {
    const reign = new Reign();
    reign.step({ kind: "master-started", epoch: 1 });
    reign.join(1);
    const waiting = reign.submit("running");
    for (const name of ["a", "b", "c"]) reign.run(1, name);
    const kept = neededFacts(reign.facts, KEEP_ONE);
    expect(new Set(kept.map(jobOf))).toEqual(new Set([null, "jrunning", "jc"]));
    const engine = createEngine({ planners: [PARTS_PLANNER], facts: kept });
    engine.checkInvariants();
    expect(engine.jobView("jrunning" as JobId)).toEqual(reign.engine.jobView("jrunning" as JobId));
    expect(waiting).toHaveLength(2);
  });

  test("is a worker while it is there or has done something that is kept", () => {
    const reign = new Reign();
    for (const life of [1, 2, 3]) {
      reign.join(life);
      reign.run(life, `job${life}`);
      reign.leave(life);
    }
    reign.join(4);
    const kept = neededFacts(reign.facts, KEEP_ONE);
    const joined = kept.flatMap((fact) =>
      fact.kind === "worker-joined" ? [fact.info.worker] : [],
    );
    const left = kept.flatMap((fact) => (fact.kind === "worker-left" ? [fact.worker] : []));
    expect([joined, left]).toEqual([["w3", "w4"], ["w3"]]);
    createEngine({ planners: [PARTS_PLANNER], facts: kept }).checkInvariants();
  });

  test("is bounded also when few jobs have many facts", () => {
    const reign = new Reign();
    reign.join(1);
    for (const name of ["a", "b", "c"]) reign.run(1, name);
    const perJob = reign.facts.filter((fact) => jobOf(fact) === "ja").length;
    const kept = neededFacts(reign.facts, { endedJobs: 100, endedFacts: 2 * perJob });
    expect(new Set(kept.map(jobOf))).toEqual(new Set([null, "jb", "jc"]));
  });
});
