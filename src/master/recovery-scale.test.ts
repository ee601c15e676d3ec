/** A real master on a folder with a hundred thousand completed tasks. MR_FULL=1: all of them, with the bound in seconds. */

import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine } from "../engine/engine.js";
import type { Event } from "../engine/event.js";
import type { Fact } from "../engine/fact.js";
import type { AttemptRef, Incarnation, JobId, WorkerId } from "../engine/ids.js";
import type { EventBody } from "./loop.js";
import { openJournal } from "./journal.js";
import { openStateDirectory } from "./state-directory.js";
import { PARTS_PLANNER, reportOf, Rig } from "./test-rig.js";

const FULL = process.env["MR_FULL"] === "1";
const TASKS = FULL ? 100_000 : 5_000;
const RECOVERY_MS = 5_000;
const LIFE = { worker: "w1" as WorkerId, incarnation: "00000000000000aa" as Incarnation };

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.create();
});
afterEach(() => rig.remove());

/** What a master leaves that is killed when all tasks but one are done. */
async function leaveTasks(): Promise<JobId> {
  const state = await openStateDirectory(rig.stateDirectory, false);
  const options = { directory: state.path, epoch: state.epoch, durable: false };
  const { journal } = await openJournal(options, () => undefined);
  const engine = createEngine({ planners: [PARTS_PLANNER] });
  const spec = rig.job("many", TASKS);
  let at = Date.now() - 1_000_000;
  let facts: Fact[] = [];
  const waiting: AttemptRef[] = [];
  const step = (event: EventBody): void => {
    const decided = engine.step({ ...event, at: (at += 1) } as Event);
    facts.push(...decided.facts);
    for (const command of decided.commands) {
      if (command.kind === "assign") waiting.push(command.attempt);
    }
  };
  step({ kind: "master-started", epoch: state.epoch });
  const place = { slots: 100, hostId: "h", dataAddress: "127.0.0.1:1", processId: 42 };
  step({ kind: "worker-joined", info: { ...LIFE, ...place } });
  step({ kind: "job-submitted", spec });
  for (let done = 1; done < TASKS; done += 1) {
    const attempt = waiting.shift();
    if (attempt === undefined) throw new Error("nothing was assigned");
    const name = `part-${attempt.index}`;
    const file = { stagedPath: `/${name}`, name, records: 1, sizeBytes: 10, checksum: "crc32:0" };
    step({ kind: "attempt-succeeded", ...LIFE, attempt, report: reportOf([file]) });
    if (facts.length < 400) continue;
    await journal.append(facts);
    facts = [];
  }
  await journal.append(facts);
  await journal.close();
  state.lock.release();
  return spec.id;
}

test("T22: a master listens again within five seconds of a start on a hundred thousand tasks", {
  timeout: 120_000,
}, async () => {
  const job = await leaveTasks();
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const master = await rig.start();
  const tookMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const view = (await master.client().jobs()).find(({ id }) => id === job);
  expect(view?.stages[0]).toMatchObject({ tasks: TASKS, done: TASKS - 1 });
  const cpuMs = (user + system) / 1e3;
  if (FULL)
    console.log(`${TASKS} tasks: listens after ${tookMs} ms, ${cpuMs} ms of processor time`);
  expect(cpuMs).toBeLessThan(RECOVERY_MS);
});
