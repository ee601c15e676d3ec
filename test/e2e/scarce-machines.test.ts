/** Machines that run short: a full disk, little memory or too few file descriptors cost time, never an attempt and never the job. */

import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasProgram, until } from "./support/cli.js";
import { Cluster, documentOf } from "./support/cluster.js";
import { expectSameBytes } from "./support/compare.js";
import { sampleText } from "./support/sample-data.js";
import { Sandbox } from "./support/sandbox.js";

const DISK_MIB = 64;
const SPARE_DESCRIPTORS = 9;
/** Where control groups of version 1 are. */
const GROUPS = "/sys/fs/cgroup/memory";
const GLUTTON_MIB = 200;
/** Takes its memory slowly towards the end, as tasks do that collect what they read. */
const GLUTTON = `
import { lines, mapReduce, sum } from "mr-engine";
const cell = new Int32Array(new SharedArrayBuffer(4));
let all: Buffer[] = [];
export default mapReduce({
  input: lines(),
  map(line, emit) {
    for (all = []; all.length < ${GLUTTON_MIB / 2}; ) {
      all.push(Buffer.alloc(2 << 20, 1));
      if (all.length > ${GLUTTON_MIB / 4}) Atomics.wait(cell, 0, 0, 80);
    }
    all = [];
    emit(line, 1);
  },
  reduce: sum(),
});
`;
const sandbox = new Sandbox();
const disk = join(sandbox.folder, "small-disk");
const isRoot = process.getuid?.() === 0;

beforeAll(() => {
  mkdirSync(disk);
  // Two maps' segments at a time fit the small disk, half of all do not, which is what each of two workers gets.
  const text = sampleText(3, 200_000);
  const copies = Math.ceil((3 * DISK_MIB * 2 ** 20) / text.length);
  sandbox.write("text/a.txt", text.repeat(copies));
  sandbox.write("texts/b.txt", sampleText(4, 8_000));
});
afterEach(() => sandbox.expectNothingLeft());

function jobOf(json: string): string {
  return (JSON.parse(json) as { job: string }).job;
}

/** What a figure is when it has grown by less than a hundredth in half a second. */
async function settled(read: () => number): Promise<number> {
  for (let before = 0; ; ) {
    const now = read();
    if (now > 0 && now <= before * 1.01) return now;
    before = now;
    await sleep(500);
  }
}

/** By worker. */
function shortages(cluster: Cluster): ReadonlyMap<string, string | null> {
  const { stdout } = sandbox.run(["workers", ...cluster.access, "--json"]);
  const { workers } = JSON.parse(stdout) as {
    workers: { worker: string; shortOf: string | null }[];
  };
  return new Map(workers.map(({ worker, shortOf }) => [worker, shortOf]));
}

/** The workers on which attempts of the job were started. */
function startsOn(cluster: Cluster, json: string): ReadonlySet<string> {
  const facts = cluster.history(jobOf(json));
  return new Set(facts.flatMap((fact) => (fact.kind === "attempt-started" ? [fact.worker] : [])));
}

afterAll(async () => {
  await sandbox.remove();
});

describe.runIf(isRoot && hasProgram("mount"))("T32: a worker with a disk of 64 MiB", () => {
  beforeAll(() => {
    const options = `size=${DISK_MIB}m,mode=0700`;
    const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]);
    expect(status).toBe(0);
  });
  afterAll(() => void spawnSync("umount", [disk]));

  test("hands back what it has no room for: no attempt is charged, no file is left", async () => {
    const sort = ["sort", "text", "--split-size", "8M", "-r", "3"];
    expect(sandbox.run(["run", ...sort, "-o", "sorted", "-q"]).code).toBe(0);
    const cluster = await Cluster.start(sandbox, 1, ["--slots", "2"]);
    await cluster.addWorker(["--work-dir", join(disk, "work"), "--slots", "2"]);
    const run = cluster.run([...sort, "-o", "sorted-too", "--json", "-q"]);
    const { attempts } = documentOf(await run.ended);
    expect(attempts.failed).toBe(0);
    expect(attempts.lost).toBeGreaterThan(0);
    expectSameBytes(sandbox.parts("sorted-too"), sandbox.parts("sorted"));
    await cluster.stop();
    expect(readdirSync(disk)).toEqual([]);
  }, 120_000);

  test("gets no task while it is nearly full and another can take them, and some when there is room", async () => {
    const ballast = join(disk, "ballast");
    writeFileSync(ballast, Buffer.alloc((DISK_MIB - 3) * 2 ** 20, 1));
    const cluster = await Cluster.start(sandbox, 1);
    const small = await cluster.addWorker(["--work-dir", join(disk, "work"), "--slots", "2"]);
    const shortOf = () => shortages(cluster).get(small.name);
    expect(shortOf()).toBe("disk");
    expect(sandbox.run(["workers", ...cluster.access]).stdout).toContain("ready, short of disk");
    const count = ["wordcount", "texts", "--split-size", "32K", "-r", "2", "--json", "-q"];
    const before = await cluster.run([...count, "-o", "short"]).ended;
    expect(documentOf(before).attempts).toMatchObject({ failed: 0, lost: 0 });
    expect(startsOn(cluster, before.stdout)).toEqual(new Set(["worker-0"]));
    unlinkSync(ballast);
    await until("it has room", () => shortOf() === null);
    const after = await cluster.run([...count, "-o", "roomy"]).ended;
    expect(startsOn(cluster, after.stdout)).toContain(small.name);
    expectSameBytes(sandbox.parts("roomy"), sandbox.parts("short"));
    await cluster.stop();
    expect(readdirSync(disk)).toEqual([]);
  }, 60_000);
});

describe.runIf(isRoot && existsSync(join(GROUPS, "memory.usage_in_bytes")))(
  "T32: a worker in a control group with little memory",
  () => {
    const group = join(GROUPS, `mr-test-${process.pid}`);
    const figure = (file: string, name: RegExp) =>
      Number(name.exec(readFileSync(join(group, file), "utf8"))?.[1]);
    const residentBytes = () => figure("memory.stat", /^total_rss (\d+)$/m);
    beforeAll(() => mkdirSync(group));
    afterAll(() => rmdirSync(group));

    test("gives up its largest task before the kernel chooses, and ends the job", async () => {
      const job = sandbox.write("glutton.ts", GLUTTON);
      sandbox.write("greed/a.txt", `${"x".repeat(1_100)}\n`.repeat(3));
      const prefix = ["sh", "-c", `echo $$ > ${group}/cgroup.procs && exec "$@"`, "sh"];
      const cluster = await Cluster.start(sandbox, 1, ["--slots", "3"], { prefix });
      await until("its runners are there", () => sandbox.processesOf("runner").length === 3);
      const restBytes = await settled(residentBytes);
      // Two of the tasks fit, three do not.
      const limitBytes = restBytes + 3 * GLUTTON_MIB * 2 ** 20;
      writeFileSync(join(group, "memory.limit_in_bytes"), String(limitBytes));
      const args = [job, "greed", "--split-size", "1K", "-r", "1", "-o", "greedy", "--json", "-q"];
      const ended = await cluster.run(args).ended;
      expect(documentOf(ended).attempts.failed).toBe(0);
      const facts = cluster.history(jobOf(ended.stdout));
      const lost = facts.flatMap((fact) =>
        fact.kind === "attempt-ended" && fact.failure.kind === "lost"
          ? [fact.failure.error.code]
          : [],
      );
      expect(new Set(lost)).toEqual(new Set(["MR_OUT_OF_MEMORY"]));
      expect(figure("memory.oom_control", /^oom_kill (\d+)$/m)).toBe(0);
      await cluster.stop();
      expect(readFileSync(join(group, "cgroup.procs"), "utf8")).toBe("");
    }, 90_000);
  },
);

describe.runIf(hasProgram("prlimit"))("T32: 256 file descriptors", () => {
  test("are enough for a job with more segments than that", () => {
    const sort = ["run", "sort", "texts", "--split-size", "1K", "-r", "3"];
    const many = sandbox.run([...sort, "-o", "many", "-q"]);
    expect({ code: many.code, stderr: many.stderr }).toEqual({ code: 0, stderr: "" });
    const prefix = ["prlimit", "--nofile=256:256", "--"];
    const few = sandbox.run([...sort, "-o", "few", "-q"], { prefix, timeoutMs: 90_000 });
    expect({ code: few.code, stderr: few.stderr }).toEqual({ code: 0, stderr: "" });
    expectSameBytes(sandbox.parts("few"), sandbox.parts("many"));
  }, 120_000);

  test("too few of them make a worker's readers come again, and its log says why", async () => {
    const sort = ["sort", "texts", "--split-size", "1K", "-r", "12"];
    expect(sandbox.run(["run", ...sort, "-o", "plenty", "-q"]).code).toBe(0);
    const cluster = await Cluster.start(sandbox, 1);
    await cluster.addWorker(["--slots", "12"]);
    const [short] = cluster.workers;
    const processId = short?.running.child.pid ?? 0;
    // Its own, and some for those who read from it.
    const limit = readdirSync(`/proc/${processId}/fd`).length + SPARE_DESCRIPTORS;
    spawnSync("prlimit", ["--pid", `${processId}`, `--nofile=${limit}:${limit}`]);
    const { code, stderr } = await cluster.run([...sort, "-o", "scarce", "-q"]).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expectSameBytes(sandbox.parts("scarce"), sandbox.parts("plenty"));
    expect(short?.running.stderr().match(/Z too many open files/g)).toHaveLength(1);
    await cluster.stop();
  }, 120_000);
});
