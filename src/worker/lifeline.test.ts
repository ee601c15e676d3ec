/** A busy process ends with its lifeline, watched by a shell or, where there is none, by a thread. */

import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildEntry, linkPackage } from "../../test/e2e/support/build-entry.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "mr-lifeline-")));
let entry = "";

beforeAll(async () => {
  linkPackage(folder);
  entry = await buildEntry("test/e2e/support/scripted-lifeline.ts", folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(["/bin/sh", "/there/is/no/shell"])("watched with %s", async (shell) => {
  const child = fork(entry, [shell], {
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc", "pipe"],
  });
  const ended = once(child, "exit");
  expect(await once(child, "message")).toContain("busy");
  expect(child.exitCode).toBe(null);
  child.stdio[4]?.destroy();
  expect(await ended).toEqual([null, "SIGKILL"]);
});
