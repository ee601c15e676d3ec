/** The engine's cost a task: events in, facts and commands out, nothing around it. */

import type { Command } from "../../src/engine/command.js";
import { createEngine } from "../../src/engine/engine.js";
import type { Event } from "../../src/engine/event.js";
import { fakeInput, fakeJob, fakeWorker, partReport } from "./fake-data.js";
import { FAKE_PLANNERS } from "./fake-planners.js";

const BATCH = 100;

type Assign = Extract<Command, { readonly kind: "assign" }>;

export interface StepCost {
  readonly events: number;
  /** Of processor time: other work on the machine does not count. */
  readonly eventsPerSecond: number;
}

/** One job of `tasks` on 50 workers of 8 slots; each event is an attempt that succeeded and gives its slot to another. */
export function measureSteps(tasks: number): StepCost {
  const engine = createEngine({ planners: FAKE_PLANNERS });
  let assigned: Assign[] = [];
  const play = (event: Event) => {
    for (const command of engine.step(event).commands) {
      if (command.kind === "assign") assigned.push(command);
    }
  };
  for (let i = 0; i < 50; i += 1) {
    play({ at: 0, kind: "worker-joined", info: fakeWorker(`w${i}`, 1, 8) });
  }
  const spec = fakeJob("j1", "two-stage", { maps: tasks, reduces: 0 });
  play({ at: 0, kind: "job-submitted", spec });
  play({ at: 0, kind: "input-planned", job: spec.id, input: fakeInput(tasks) });
  let events = 0;
  let seconds = 0;
  while (assigned.length > 0) {
    const batch = assigned.slice(0, BATCH);
    assigned = assigned.slice(BATCH);
    // As they come from the network: made just before.
    const reports = batch.map(({ attempt }) => partReport(attempt));
    const before = process.cpuUsage();
    for (const [index, { worker, incarnation, attempt }] of batch.entries()) {
      const report = reports[index] ?? partReport(attempt);
      play({ at: events, kind: "attempt-succeeded", worker, incarnation, attempt, report });
      events += 1;
    }
    const { user, system } = process.cpuUsage(before);
    seconds += (user + system) / 1e6;
  }
  const state = engine.jobView(spec.id)?.state.kind;
  if (events !== tasks || state !== "publishing")
    throw new Error(`${events} of ${tasks} tasks, and the job is ${state}`);
  return { events, eventsPerSecond: events / seconds };
}
