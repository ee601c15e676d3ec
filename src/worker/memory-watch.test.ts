import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { until } from "../../test/e2e/support/processes.js";
import { type MemoryUse, MemoryWatch } from "./memory-watch.js";
import { killProcess, residentBytes, RUNNER_VARIABLE, runnersProcesses } from "./process-tree.js";

const MIB = 2 ** 20;
const children: ChildProcess[] = [];
let watch: MemoryWatch | null = null;

afterEach(() => {
  watch?.close();
  for (const { pid } of children.splice(0)) {
    for (const { id } of runnersProcesses(pid ?? 0, "memory-watch-test", null)) killProcess(id);
    killProcess(pid ?? 0);
  }
});

/** A process that leads a session, as runners do. */
function start(code: string): number {
  const env = { ...process.env, [RUNNER_VARIABLE]: "memory-watch-test" };
  const child = spawn(process.execPath, ["-e", code], { detached: true, stdio: "ignore", env });
  children.push(child);
  return child.pid ?? 0;
}

function watched(id: number, limitBytes: number): MemoryUse[] {
  const seen: MemoryUse[] = [];
  watch = new MemoryWatch(id, "memory-watch-test", (use) => seen.push(use));
  watch.begin(limitBytes);
  return seen;
}

describe("the watch over a runner's memory", () => {
  it("sees buffers of a process that never yields, once", async () => {
    const id = start(
      "const all = []; for (let n = 0; n < 12; n += 1) all.push(Buffer.alloc(16 << 20, 1)); for (;;);",
    );
    const seen = watched(id, 128 * MIB);
    await until("it is over", () => seen.length > 0);
    expect(seen[0]?.processes).toBe(1);
    expect(seen[0]?.bytes).toBeGreaterThan(1.1 * 128 * MIB);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(seen).toHaveLength(1);
  });

  it("adds up children and orphans", async () => {
    const eat = "const all = Buffer.alloc(80 << 20, 1); setInterval(() => all, 1000);";
    const grandchild = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(eat)}], { detached: true }); `;
    const twice = `${grandchild}${grandchild}setInterval(() => 0, 1000);`;
    const seen = watched(start(twice), 200 * MIB);
    await until("they are over together", () => seen.length > 0);
    expect(seen[0]?.processes).toBe(3);
  });

  it("knows of children at the end of a task, though they came between two looks for them", async () => {
    const sleeper = `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"])`;
    const id = start(`process.once("SIGUSR2", () => ${sleeper}); setInterval(() => 0, 1000);`);
    await until("it listens", () =>
      /^SigCgt:.*[89a-f]..$/m.test(readFileSync(`/proc/${id}/status`, "utf8")),
    );
    watched(id, 2 ** 40);
    await until("it was looked at", () => (watch?.bytes ?? 0) > 0);
    expect(watch?.hasFamily()).toBe(false);
    process.kill(id, "SIGUSR2");
    await until("it has a child", () => runnersProcesses(id, "memory-watch-test", null).length > 0);
    expect(watch?.hasFamily()).toBe(true);
  });

  it("leaves alone who stays within a tenth over the limit, and who has no task", async () => {
    const id = start("setInterval(() => 0, 1000)");
    let before = -1;
    await until("it has started and is quiet", async () => {
      const last = before;
      before = residentBytes(id) ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return before > 30 * MIB && last === before;
    });
    const seen = watched(id, (residentBytes(id) ?? 0) * 0.97);
    await new Promise((resolve) => setTimeout(resolve, 500));
    watch?.end();
    watch?.told(2 ** 40);
    expect(seen).toEqual([]);
  });

  it("goes by the runner's own words where nothing else is known", () => {
    const nobody = 2 ** 22 + 1;
    const seen = watched(nobody, 100 * MIB);
    watch?.told(109 * MIB);
    expect(seen).toEqual([]);
    watch?.told(111 * MIB);
    expect(seen).toEqual([{ bytes: 111 * MIB, processes: 1 }]);
  });
});
