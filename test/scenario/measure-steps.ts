/** The engine's cost a task: events in, facts and commands out, nothing around it. */

import type { Command } from "../../src/engine/command.js";
import { createEngine } from "../../src/engine/engine.js";
import type { Event } from "../../src/engine/event.js";
import { fakeInput, fakeJob, fakeWorker, partReport } from "./fake-data.js";
import { FAKE_PLANNERS } from "./fake-planners.js";

export const WORKERS = 50;
export const SLOTS = 8;
const BATCH = 100;

type Assign = Extract<Command, { readonly kind: "assign" }>;

/**
 * Events a second of processor time (other work on the machine does not count): one job, and each event is an attempt
 * that succeeded and gives its slot to another.
 */
export function measureSteps(tasks: number): number {
  const engine = createEngine({ planners: FAKE_PLANNERS });
  let assigned: Assign[] = [];
  const play = (event: Event) => {
    for (const command of engine.step(event).commands) {
      if (command.kind === "assign") assigned.push(command);
    }
  };
  for (let i = 0; i < WORKERS; i += 1) {
    play({ at: 0, kind: "worker-joined", info: fakeWorker(`w${i}`, 1, SLOTS) });
  }
  const spec = fakeJob("j1", "two-stage", { maps: tasks, reduces: 0 });
  play({ at: 0, kind: "job-submitted", spec });
  play({ at: 0, kind: "input-planned", job: spec.id, input: fakeInput(tasks) });
  let done = 0;
  let seconds = 0;
  while (assigned.length > 0) {
    const batch = assigned.slice(0, BATCH);
    assigned = assigned.slice(BATCH);
    // As they come from the network: made just before.
    const events = batch.map(({ worker, incarnation, attempt }, index): Event => {
      const at = done + index;
      return {
        at,
        kind: "attempt-succeeded",
        worker,
        incarnation,
        attempt,
        report: partReport(attempt),
      };
    });
    const before = process.cpuUsage();
    for (const event of events) play(event);
    const { user, system } = process.cpuUsage(before);
    seconds += (user + system) / 1e6;
    done += events.length;
  }
  const state = engine.jobView(spec.id)?.state.kind;
  if (done !== tasks || state !== "publishing")
    throw new Error(`${done} of ${tasks} tasks, and the job is ${state}`);
  return done / seconds;
}
