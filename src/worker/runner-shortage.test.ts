/** A runner that cannot be started at all is a dead runner, not the end of its agent. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildEntry, linkPackage } from "../../test/e2e/support/build-entry.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "mr-shortage-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("no descriptor is free for the pipes of a runner", async () => {
  linkPackage(folder);
  const entry = await buildEntry("test/e2e/support/scripted-shortage.ts", folder);
  const command = 'ulimit -n 60 && exec "$0" "$1"';
  const printed = execFileSync("/bin/sh", ["-c", command, process.execPath, entry], {
    encoding: "utf8",
    timeout: 30_000,
  });
  expect(printed.split("\n")).toEqual(["Error: EMFILE", "dead undefined", ""]);
});
