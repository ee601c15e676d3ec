import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hostId } from "./host-id.js";
import { sweepWorkDirectories, Workspace } from "./workspace.js";

/** Beyond the highest process id that Linux gives. */
const DEAD = 4_194_999;
const USER = process.getuid?.() ?? 0;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function leave(name: string, marker: object | null): string {
  const path = join(folder, name);
  mkdirSync(join(path, "job"), { recursive: true });
  if (marker !== null) writeFileSync(join(path, "worker.json"), JSON.stringify(marker));
  return path;
}

test("folders of killed workers are swept, and nothing else", async () => {
  const gone = { processId: DEAD, startedAt: "1", hostId: hostId() };
  const dead = leave(`mr-worker-${USER}-${DEAD}`, gone);
  const reused = leave(`mr-worker-${USER}-${process.pid}`, { ...gone, processId: process.pid });
  const kept = [
    leave(`mr-worker-${USER}-1`, { ...gone, hostId: "another host" }),
    leave(`mr-worker-${USER}-2`, null),
    leave(`mr-worker-${USER + 1}-${DEAD}`, gone),
    leave("my-worker", gone),
  ];
  const living = join(folder, `mr-worker-${USER}-0`);
  const workspace = await Workspace.open(living);
  expect([...(await sweepWorkDirectories(folder))].sort()).toEqual([dead, reused].sort());
  expect([...kept, living].filter((path) => !existsSync(path))).toEqual([]);
  await workspace.remove();
});
