/** A disk that fails or is full under the journal of a real master: what was acknowledged stays, what is not is not. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MrError } from "../../src/engine/error.js";
import type { JobId } from "../../src/engine/ids.js";
import type { JobSpec } from "../../src/engine/job.js";
import { createMasterClient } from "../../src/rpc/client.js";
import type { MasterClient } from "../../src/rpc/messages.js";
import { hasProgram, type Running, until } from "./support/cli.js";
import { kill, Sandbox } from "./support/sandbox.js";

const FULL = process.env["MR_FULL"] === "1";
const LISTENING = /listening on (\S+),/;

let sandbox: Sandbox;
let state: string;
beforeEach(() => {
  sandbox = new Sandbox();
  state = join(sandbox.folder, "state");
  mkdirSync(state);
  sandbox.write("in.txt", "a\n");
});
afterEach(() => sandbox.remove());

interface Started {
  readonly running: Running;
  readonly client: MasterClient;
}

async function startMaster(prefix: readonly string[] = []): Promise<Started> {
  const args = ["master", "--listen", "127.0.0.1:0", "--state", state];
  const running = sandbox.start(args, { prefix });
  await until(
    "it listens, or has ended",
    () => LISTENING.test(running.stderr()) || hasEnded(running),
  );
  const address = LISTENING.exec(running.stderr())?.[1];
  if (address === undefined) throw new Error(running.stderr());
  return { running, client: createMasterClient({ address, token: null }) };
}

const hasEnded = ({ child }: Running) => child.exitCode !== null || child.signalCode !== null;

async function end({ running, client }: Started): Promise<void> {
  await client.close();
  running.child.kill("SIGTERM");
  await running.ended;
}

function job(number: number): JobSpec {
  return {
    id: `j${number}` as JobId,
    name: "words",
    type: "map-reduce",
    code: { kind: "library", name: "wordcount" },
    program: {},
    params: {},
    inputs: [{ name: "in", paths: ["in.txt"] }],
    baseDirectory: sandbox.work,
    output: {
      path: sandbox.path(`out-${number}`),
      format: "text",
      compression: "none",
      overwrite: false,
    },
    settings: {
      partitions: 1,
      splitSizeBytes: 1 << 20,
      memoryBytes: 1 << 26,
      maxAttempts: 4,
      skipBadRecords: 0,
      recordLimitBytes: 1 << 20,
      taskTimeoutMs: 60_000,
    },
    idempotencyKey: `key-${number}`,
  } as unknown as JobSpec;
}

describe.skipIf(!hasProgram("strace"))("T20: an fsync of the journal fails", () => {
  const points = Array.from({ length: FULL ? 50 : 3 }, (_, point) =>
    FULL ? 2 + point : 2 + point * 3,
  );

  test.each(points)("at the %ith", { timeout: 60_000 }, async (point) => {
    const trace = join(sandbox.folder, "trace");
    const inject = `inject=fdatasync:error=EIO:when=${point}`;
    const { running, client } = await startMaster([
      ...[
        "strace",
        "-f",
        "--seccomp-bpf",
        "-o",
        trace,
        "-e",
        "trace=fdatasync,fsync",
        "-e",
        inject,
      ],
    ]);
    const acknowledged: string[] = [];
    try {
      for (let number = 1; number < 200; number++)
        acknowledged.push(await client.submit(job(number)));
    } catch (error) {
      expect(["MR_JOURNAL_IO", "MR_UNREACHABLE"]).toContain(MrError.from(error).code);
    }
    const failed = performance.now();
    const { code, stderr } = await running.ended;
    expect(performance.now() - failed).toBeLessThan(1_000);
    expect({ code, said: /cannot be written.*EIO/.test(stderr) }).toEqual({ code: 1, said: true });
    await client.close();
    const calls = readFileSync(trace, "utf8").split("\n");
    const bad = calls.findIndex((line) => line.includes("EIO"));
    expect(bad).toBeGreaterThan(0);
    expect(calls.slice(bad + 1).filter((line) => /f(data)?sync\(/.test(line))).toEqual([]);

    const second = await startMaster();
    const known = (await second.client.jobs()).map(({ id }) => id as string);
    expect(acknowledged.filter((id) => !known.includes(id))).toEqual([]);
    await end(second);
  });
});

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("T21: the journal's disk is full", () => {
  beforeEach(
    () => void execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m,mode=700", "none", state]),
  );
  afterEach(() => void execFileSync("umount", ["-l", state]));

  test("new jobs are refused at once, the others keep their state, and it goes on when there is room", {
    timeout: 120_000,
  }, async () => {
    const master = await startMaster();
    const { client } = master;
    const first = await client.submit(job(1));
    for (let round = 1; round <= (FULL ? 20 : 2); round++) {
      fill();
      const asked = performance.now();
      await expect(client.submit(job(1_000 + round))).rejects.toMatchObject({
        code: "MR_DISK_FULL",
      });
      expect(performance.now() - asked).toBeLessThan(1_000);
      // What has to be written waits, and is not answered before it is safe.
      const cancelled = client.cancel(first, "x".repeat(20_000));
      cancelled.catch(() => undefined);
      await sleep(600);
      await expect(client.submit(job(2_000 + round))).rejects.toMatchObject({
        code: "MR_DISK_FULL",
      });
      rmSync(join(state, "filler"));
      const freed = performance.now();
      await cancelled;
      const next = await client.submit(job(round + 1));
      expect(performance.now() - freed).toBeLessThan(5_000);
      expect((await client.jobs()).map(({ id }) => id)).toContain(next);
    }
    const before = (await client.jobs()).map(({ id, state: { kind } }) => `${id} ${kind}`);
    kill(master.running.child.pid ?? 0);
    await master.running.ended;
    await client.close();
    const second = await startMaster();
    expect((await second.client.jobs()).map(({ id, state: { kind } }) => `${id} ${kind}`)).toEqual(
      before,
    );
    await end(second);
  });

  /** Leaves not a byte. */
  function fill(): void {
    for (const size of [64 << 10, 4_096, 1]) {
      try {
        for (;;) writeFileSync(join(state, "filler"), Buffer.alloc(size, 7), { flag: "a" });
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      }
    }
  }
});
