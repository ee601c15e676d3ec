/** The engine's cost a task: events in, facts and commands out, nothing around it. */

import { expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.js";
import type { AttemptRef } from "../../src/engine/ids.js";
import { fakeInput, fakeJob, fakeWorker, partReport } from "./fake-data.js";
import { FAKE_PLANNERS } from "./fake-planners.js";

const TASKS = 100_000;
const EVENTS_PER_SECOND = 50_000;

it(`takes ${TASKS} tasks through at ${EVENTS_PER_SECOND} events a second`, () => {
  const engine = createEngine({ planners: FAKE_PLANNERS });
  const queue: AttemptRef[] = [];
  const assigned = new Map<string, ReturnType<typeof fakeWorker>>();
  const play = (event: Parameters<typeof engine.step>[0]) => {
    for (const command of engine.step(event).commands) {
      if (command.kind === "assign") queue.push(command.attempt);
      if (command.kind === "assign")
        assigned.set(`${command.attempt.index}`, workers[Number(command.worker.slice(1))]!);
    }
  };
  const workers = Array.from({ length: 50 }, (_, i) => fakeWorker(`w${i}`, 1, 8));
  for (const info of workers) play({ at: 0, kind: "worker-joined", info });
  play({
    at: 0,
    kind: "job-submitted",
    spec: fakeJob("j1", "two-stage", { maps: TASKS, reduces: 0 }),
  });
  const started = performance.now();
  play({ at: 0, kind: "input-planned", job: "j1" as never, input: fakeInput(TASKS) });
  let events = 0;
  for (let next = 0; next < queue.length; next += 1) {
    const attempt = queue[next]!;
    const { worker, incarnation } = assigned.get(`${attempt.index}`)!;
    play({
      at: next,
      kind: "attempt-succeeded",
      worker,
      incarnation,
      attempt,
      report: partReport(attempt),
    });
    events += 1;
  }
  const rate = events / ((performance.now() - started) / 1000);
  console.log(`${Math.round(rate)} events/s`);
  expect(engine.jobView("j1" as never)?.state.kind).toBe("publishing");
  expect(rate).toBeGreaterThan(EVENTS_PER_SECOND);
});
