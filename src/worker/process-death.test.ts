/** Whoever dies, and however: no process and no file stays behind. */

import { type ChildProcess, fork } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildEntry, linkPackage } from "../../test/e2e/support/build-entry.js";
import { isRunning, until } from "../../test/e2e/support/processes.js";

interface Scene {
  readonly parent: ChildProcess;
  readonly worker: number;
  readonly runner: number;
  readonly grandchild: number;
  readonly workDirectory: string;
  readonly cleanUp: string;
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "mr-death-")));
let parentEntry = "";
let workerEntry = "";
let runnerEntry = "";
let scene: Scene;

beforeAll(async () => {
  linkPackage(folder);
  [parentEntry, workerEntry, runnerEntry] = (await Promise.all(
    ["parent", "local-worker", "runner"].map((name) =>
      buildEntry(`test/e2e/support/scripted-${name}.ts`, folder),
    ),
  )) as [string, string, string];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  const place = mkdtempSync(join(folder, "scene-"));
  const cleanUp = join(place, "staging");
  mkdirSync(join(cleanUp, "deep"), { recursive: true });
  const workDirectory = join(place, "work");
  const processIdFile = join(place, "pids.json");
  const options = { workerEntry, runnerEntry, workDirectory, cleanUp: [cleanUp], processIdFile };
  const parent = fork(parentEntry, [JSON.stringify(options)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const worker = await next<{ worker: number }>(parent);
  await until("the attempt runs", () => existsSync(processIdFile) && endsWith(processIdFile, "}"));
  const pids = JSON.parse(readFileSync(processIdFile, "utf8")) as Pick<Scene, "runner">;
  scene = { parent, ...worker, ...pids, workDirectory, cleanUp } as Scene;
  for (const id of [scene.worker, scene.runner, scene.grandchild]) expect(isRunning(id)).toBe(true);
});

// Only matters when a test has failed: the whole scene goes with the parent.
afterEach(() => void scene.parent.kill("SIGKILL"));

async function next<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as T));
    child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
  });
}

function endsWith(path: string, end: string): boolean {
  return readFileSync(path, "utf8").endsWith(end);
}

function everybodyIsGone(...names: ("worker" | "runner" | "grandchild")[]): Promise<void> {
  return until(`${names.join(", ")} are gone`, () =>
    names.every((name) => !isRunning(scene[name])),
  );
}

describe("kill -9", () => {
  test("of the parent: worker, busy runner and grandchild end, all files go", async () => {
    scene.parent.kill("SIGKILL");
    await everybodyIsGone("worker", "runner", "grandchild");
    expect(existsSync(scene.workDirectory)).toBe(false);
    expect(existsSync(scene.cleanUp)).toBe(false);
  });

  test("of the worker: busy runner and grandchild end, the parent hears of it", async () => {
    const told = next<{ ended: string }>(scene.parent);
    process.kill(scene.worker, "SIGKILL");
    await everybodyIsGone("worker", "runner", "grandchild");
    expect((await told).ended).toContain("SIGKILL");
    expect(existsSync(scene.cleanUp)).toBe(true);
  });

  test("of the runner: its grandchild ends, the worker lives", async () => {
    process.kill(scene.runner, "SIGKILL");
    await everybodyIsGone("runner", "grandchild");
    expect(isRunning(scene.worker)).toBe(true);
    scene.parent.kill("SIGKILL");
    await everybodyIsGone("worker");
  });
});

describe("a close by the parent", () => {
  test("ends everybody, removes the worker's files and leaves the parent's alone", async () => {
    const gone = new Promise((resolve) => scene.parent.once("exit", resolve));
    scene.parent.send("close");
    expect(await gone).toBe(0);
    await everybodyIsGone("worker", "runner", "grandchild");
    expect(existsSync(scene.workDirectory)).toBe(false);
    expect(existsSync(scene.cleanUp)).toBe(true);
  });
});

describe("kill -9 of the parent while it cleans up", () => {
  test("the closed worker finishes that", async () => {
    const told = next<"closed">(scene.parent);
    scene.parent.send("close and stay");
    expect(await told).toBe("closed");
    await everybodyIsGone("runner", "grandchild");
    expect(isRunning(scene.worker)).toBe(true);
    expect(existsSync(scene.cleanUp)).toBe(true);
    scene.parent.kill("SIGKILL");
    await everybodyIsGone("worker");
    expect(existsSync(scene.cleanUp)).toBe(false);
  });
});

describe("Ctrl-C", () => {
  test("reaches the worker too and changes nothing: its parent decides", async () => {
    process.kill(scene.worker, "SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isRunning(scene.worker) && isRunning(scene.runner)).toBe(true);
    scene.parent.kill("SIGKILL");
    await everybodyIsGone("worker", "runner", "grandchild");
  });
});
