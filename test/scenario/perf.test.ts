/** The engine's cost a task: events in, facts and commands out, nothing around it. */

import { expect, it } from "vitest";
import type { Command } from "../../src/engine/command.js";
import { createEngine } from "../../src/engine/engine.js";
import type { Event } from "../../src/engine/event.js";
import { fakeInput, fakeJob, fakeWorker, partReport } from "./fake-data.js";
import { FAKE_PLANNERS } from "./fake-planners.js";

const TASKS = 100_000;
const WORKERS = 50;
const EVENTS_PER_SECOND = 50_000;
const ROUNDS = 3;

type Assign = Extract<Command, { readonly kind: "assign" }>;

/** Events a second of processor time: other work on the machine does not count. */
function measure(): number {
  const engine = createEngine({ planners: FAKE_PLANNERS });
  const assigned: Assign[] = [];
  const play = (event: Event) => {
    for (const command of engine.step(event).commands) {
      if (command.kind === "assign") assigned.push(command);
    }
  };
  for (let i = 0; i < WORKERS; i += 1) {
    play({ at: 0, kind: "worker-joined", info: fakeWorker(`w${i}`, 1, 8) });
  }
  const spec = fakeJob("j1", "two-stage", { maps: TASKS, reduces: 0 });
  play({ at: 0, kind: "job-submitted", spec });
  play({ at: 0, kind: "input-planned", job: spec.id, input: fakeInput(TASKS) });
  const reports = Array.from({ length: TASKS }, (_, index) =>
    partReport({ job: spec.id, stage: "map", index, attempt: 1 }),
  );
  const before = process.cpuUsage();
  for (let at = 0; at < assigned.length; at += 1) {
    const { worker, incarnation, attempt } = assigned[at] as Assign;
    const report = reports[attempt.index] ?? partReport(attempt);
    play({ at, kind: "attempt-succeeded", worker, incarnation, attempt, report });
  }
  const { user, system } = process.cpuUsage(before);
  expect(assigned).toHaveLength(TASKS);
  expect(engine.jobView(spec.id)?.state.kind).toBe("publishing");
  return TASKS / ((user + system) / 1e6);
}

it(`takes ${TASKS} tasks through at ${EVENTS_PER_SECOND} events a second`, {
  timeout: 60_000,
}, () => {
  const best = Math.max(...Array.from({ length: ROUNDS }, measure));
  expect(best).toBeGreaterThan(EVENTS_PER_SECOND);
});
