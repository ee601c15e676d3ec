import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hostId } from "./host-id.js";
import { sweepWorkDirectories, Workspace } from "./workspace.js";
import type { AttemptRef, JobId } from "../engine/ids.js";
import { SegmentWriter } from "../shuffle/segment-writer.js";

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

/** A finished output of four partitions with a record each. */
function finishOutput(workspace: Workspace, attempt: AttemptRef): number {
  const path = workspace.segmentPath(attempt);
  mkdirSync(workspace.jobDirectory(attempt.job), { recursive: true });
  const writer = new SegmentWriter({
    path,
    temporaryPath: `${path}.tmp`,
    partitions: 4,
    blockBytes: 4096,
  });
  for (let partition = 0; partition < 4; partition += 1) {
    writer.begin(partition);
    writer.append(Buffer.from(`key ${partition}`), 0, 5, Buffer.from("v"), 0, 1);
  }
  const { sizeBytes, digest } = writer.finish();
  workspace.keep(attempt, { sizeBytes, records: digest.records });
  return sizeBytes;
}

test("what was read of a stage is cut off its outputs, which are offered by the next life all the same", async () => {
  const directory = join(folder, "worker");
  const workspace = await Workspace.open(directory);
  const job = "j1" as JobId;
  const maps = [0, 1].map((index) => ({ job, stage: "map", index, attempt: 1 }));
  const other = { job, stage: "first", index: 0, attempt: 1 };
  const sizeBytes = [...maps, other].map((attempt) => finishOutput(workspace, attempt))[0];
  const sizes = () => maps.map((attempt) => statSync(workspace.segmentPath(attempt)).size);
  await workspace.trim(job, "map", 2);
  const [first = 0, second] = sizes();
  expect(first).toBeLessThan(sizeBytes ?? 0);
  expect(second).toBe(first);
  expect(statSync(workspace.segmentPath(other)).size).toBe(sizeBytes);
  await workspace.trim(job, "map", 3);
  expect(sizes()).toEqual([first, first]);
  await workspace.trim("j2" as JobId, "map", 0);

  const next = await Workspace.open(directory);
  const offered = next
    .kept()
    .map(({ attempt, sizeBytes: said, records }) => [attempt, said, records]);
  const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
  expect(sorted(offered)).toEqual(
    sorted([...maps, other].map((attempt) => [attempt, sizeBytes, 4])),
  );
  await next.remove();
});
