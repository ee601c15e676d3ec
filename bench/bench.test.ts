/** The benchmarks cannot rot: a tiny run of each gives answers that agree with the peers that are installed. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packageRoot } from "../src/config/layout.js";

const cache = mkdtempSync(join(tmpdir(), "mr-bench-cache-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

test.each(["main.ts", "peers.ts"])(
  "%s",
  (program) => {
    const script = join(packageRoot(), "scripts", "run-ts.mjs");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [script, `bench/${program}`, "--tiny"],
      { env: { ...process.env, MR_BENCH_CACHE: cache }, encoding: "utf8", timeout: 100_000 },
    );
    expect(`${stdout}${stderr}`).not.toContain("DIFFERS");
    expect(status, stderr).toBe(0);
  },
  110_000,
);
