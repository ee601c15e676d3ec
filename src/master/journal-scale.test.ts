/** A job of many tasks, as its journal sees it. MR_FULL=1: a million events, with the bounds in seconds. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine } from "../engine/engine.js";
import type { Event } from "../engine/event.js";
import type { Fact } from "../engine/fact.js";
import type { AttemptRef } from "../engine/ids.js";
import type { Planner } from "../engine/planner.js";
import { openJournal } from "./journal.js";
import { Survey } from "./survey.js";
import { reportOf } from "./test-rig.js";

const FULL = process.env["MR_FULL"] === "1";
const TASKS = FULL ? 500_000 : 20_000;
const JOB = "j0123456789abcdefghjkmnpqrs";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "mr-journal-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const PLANNER: Planner = {
  type: "many",
  plan: (_, { stages: [stage] }) =>
    stage === undefined
      ? {
          kind: "add",
          stages: [
            {
              ...{ name: "map", edges: [], sink: { kind: "segments", partitions: 8 }, body: {} },
              payloads: Array.from({ length: TASKS }, (_none, index) => ({
                file: `part-${index}`,
              })),
              sizesBytes: [],
            },
          ],
        }
      : { kind: "wait" },
};

/** A real engine's facts, a group at a time, as a busy master writes them. */
function* factsOfAJob(engine: ReturnType<typeof createEngine>): Generator<Fact[]> {
  let at = 1_763_000_000_000;
  let facts: Fact[] = [];
  const assigned: { worker: string; incarnation: string; attempt: AttemptRef }[] = [];
  const step = (event: object): void => {
    const decided = engine.step({ ...event, at: (at += 1) } as Event);
    for (const fact of decided.facts) facts.push(fact);
    for (const command of decided.commands) if (command.kind === "assign") assigned.push(command);
  };
  step({ kind: "master-started", epoch: 1 });
  for (let number = 0; number < 100; number++) {
    const life = { worker: `machine-${number}`, incarnation: String(number).padStart(16, "0") };
    const place = { slots: 16, hostId: "h", dataAddress: `10.0.0.${number}:3333`, processId: 42 };
    step({ kind: "worker-joined", info: { ...life, ...place } });
  }
  const settings = { partitions: null, maxAttempts: 4, taskTimeoutMs: 60_000, skipBadRecords: 0 };
  const spec = { id: JOB, name: "x", type: "many", program: {}, settings, idempotencyKey: "k" };
  step({ kind: "job-submitted", spec });
  step({ kind: "input-planned", job: JOB, input: { splits: [], files: 0, bytes: 0 } });
  for (let sum = 1; assigned.length > 0; ) {
    for (const { worker, incarnation, attempt } of assigned.splice(0, 200)) {
      sum = (Math.imul(sum, 1_664_525) + 1_013_904_223) >>> 0;
      const digest = { records: sum % 100_000, sum: sum.toString(16).padStart(16, "0") };
      const path = `/tmp/mr-worker-1000-12345/${JOB}/map-${attempt.index}-a1.segments`;
      const output = { kind: "segments", path, sizeBytes: sum, digest };
      const report = { ...reportOf([]), output, inputBytes: sum };
      step({ kind: "attempt-succeeded", worker, incarnation, attempt, report });
    }
    yield facts;
    facts = [];
  }
}

/** Of all threads; unlike the clock it does not tell how busy the machine is with other things. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** Gives the longest turn of the process's loop since then. */
function watchTurns(): () => number {
  let [longest, last] = [0, cpuMs()];
  let timer = setImmediate(turn);
  function turn(): void {
    const now = cpuMs();
    longest = Math.max(longest, now - last);
    last = now;
    timer = setImmediate(turn);
  }
  return () => {
    clearImmediate(timer);
    return longest;
  };
}

test("T23: a million task events fit, are replayed in seconds, and rewriting them stops nobody", {
  timeout: 120_000,
}, async () => {
  const live = createEngine({ planners: [PLANNER] });
  const options = { directory, epoch: 1, durable: false };
  const { journal } = await openJournal(options, () => undefined);
  for (const facts of factsOfAJob(live)) await journal.append(facts);
  const { sizeBytes } = journal;
  const pause = watchTurns();
  const survey = new Survey(journal, new Set());
  await survey.look();
  await journal.startGeneration(survey);
  const pauseMs = pause();
  const bytes = sizeBytes + journal.sizeBytes;
  await journal.close();

  const restarted = createEngine({ planners: [PLANNER] });
  const started = cpuMs();
  const opened = await openJournal(options, (fact) => restarted.replay(fact));
  const replayMs = cpuMs() - started;
  await opened.journal.close();
  expect(restarted.digest()).toBe(live.digest());
  expect(bytes).toBeLessThan((256 << 20) * (TASKS / 500_000));
  if (!FULL) return;
  console.log(
    `${bytes} bytes in two generations, replay ${replayMs} ms, longest pause ${pauseMs} ms of processor time`,
  );
  expect({ replayMs: replayMs < 5_000, pauseMs: pauseMs < 100 }).toEqual({
    replayMs: true,
    pauseMs: true,
  });
});
