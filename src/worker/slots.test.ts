/** Runners that cannot even start. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildEntry, linkPackage } from "../../test/e2e/support/build-entry.js";
import { attemptOf, jobSpec, stageMessage } from "../../test/e2e/support/fake-master.js";
import { until } from "../../test/e2e/support/processes.js";
import type { AttemptOutcome, RunRequest } from "./runner-protocol.js";
import { Slots } from "./slots.js";

const folder = mkdtempSync(join(tmpdir(), "mr-slots-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function request(): RunRequest {
  const attempt = attemptOf(0);
  const { stage } = stageMessage(attempt.job, "map");
  return {
    bundlePath: null,
    directory: folder,
    segmentPath: `${folder}/s`,
    workDirectory: folder,
    hostId: "h",
    dataToken: "t",
    careful: null,
    assignment: { attempt, epoch: 1, spec: jobSpec("job-1"), stage, payload: null, upstream: {} },
  };
}

function open(entry: string): Slots {
  const runner = { entry, environment: {}, heapMegabytes: 64, directory: folder };
  return new Slots({ slots: 1, runner, random: () => 0.5 });
}

test("a runner that dies at its start makes its attempt lost, not failed, and is tried again slowly", async () => {
  const log = join(folder, "starts");
  writeFileSync(log, "");
  const entry = join(folder, "broken.mjs");
  writeFileSync(
    entry,
    `import { appendFileSync } from "node:fs"; appendFileSync(${JSON.stringify(log)}, "x"); throw new Error("broken");`,
  );
  const slots = open(entry);
  const outcomes: AttemptOutcome[] = [];
  slots.start(request(), {
    wantSources: () => undefined,
    log: () => undefined,
    ended: (outcome) => outcomes.push(outcome),
  });
  await until("it has ended", () => outcomes.length === 1);
  expect(outcomes[0]).toMatchObject({ kind: "lost", error: { code: "MR_RUNNER_CRASHED" } });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { readFileSync } = await import("node:fs");
  expect(readFileSync(log, "utf8").length).toBeLessThanOrEqual(3);
  await slots.close({ kind: "stopped" });
  expect(slots.processIds()).toEqual([]);
});

test("closing ends what waits and what runs, each once", async () => {
  const entry = join(folder, "silent.mjs");
  writeFileSync(entry, "setInterval(() => {}, 1000);");
  const slots = open(entry);
  const outcomes: AttemptOutcome[] = [];
  const listener = {
    wantSources: () => undefined,
    log: () => undefined,
    ended: (outcome: AttemptOutcome) => void outcomes.push(outcome),
  };
  slots.start(request(), listener);
  slots.start(
    { ...request(), assignment: { ...request().assignment, attempt: attemptOf(1) } },
    listener,
  );
  await slots.close({ kind: "stopped" });
  expect(outcomes).toEqual([{ kind: "stopped" }, { kind: "stopped" }]);
  expect(slots.busy).toBe(0);
});

test("runners beyond the first are forked for attempts that would wait, or when told", async () => {
  const entry = join(folder, "silent.mjs");
  writeFileSync(entry, "setInterval(() => {}, 1000);");
  const runner = { entry, environment: {}, heapMegabytes: 64, directory: folder };
  let expectWork: () => void = () => undefined;
  const spare = new Promise<void>((resolve) => (expectWork = resolve));
  const slots = new Slots({ slots: 3, spare, runner });
  const listener = {
    wantSources: () => undefined,
    log: () => undefined,
    ended: () => undefined,
  };
  const start = (task: number) =>
    slots.start(
      { ...request(), assignment: { ...request().assignment, attempt: attemptOf(task) } },
      listener,
    );
  const counts = [slots.processIds().length];
  for (const task of [0, 1]) {
    start(task);
    counts.push(slots.processIds().length);
  }
  expectWork();
  await spare;
  await until("all are forked", () => slots.processIds().length === 3);
  for (const task of [2, 3, 4]) start(task);
  counts.push(slots.processIds().length);
  expect(counts).toEqual([1, 1, 2, 3]);
  await slots.close({ kind: "stopped" });
});

test("a runner that has worked for long is kept: what watches its lifeline is no process of the task", async () => {
  linkPackage(folder);
  const slots = open(await buildEntry("test/e2e/support/scripted-runner.ts", folder));
  const gate = join(folder, "gate");
  const outcomes: AttemptOutcome[] = [];
  const logged: string[] = [];
  const payload = { do: "wait-for-file", path: gate };
  slots.start(
    { ...request(), assignment: { ...request().assignment, payload } },
    {
      wantSources: () => undefined,
      log: (lines) => logged.push(...lines),
      ended: (outcome) => outcomes.push(outcome),
    },
  );
  // Memory and family of a running task are looked at every 200 ms.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  writeFileSync(gate, "");
  await until("it has ended", () => outcomes.length === 1);
  expect(outcomes[0]).toMatchObject({ kind: "succeeded" });
  // Nothing was found to be running still, and ended with the runner.
  expect(logged).toEqual([]);
  await slots.close({ kind: "stopped" });
});
