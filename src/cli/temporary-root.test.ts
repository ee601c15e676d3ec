import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hostId } from "../worker/host-id.js";
import { sweepTemporaryRoots } from "./sweep-roots.js";
import { makeTemporaryRoot, removeNow } from "./temporary-root.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Beyond the highest process id that Linux gives. */
const DEAD = 4_194_999;

test("the root is private and named after its process", () => {
  const root = makeTemporaryRoot();
  try {
    expect(root).toContain(`-${process.pid}-`);
    expect(statSync(root).mode & 0o777).toBe(0o700);
  } finally {
    removeNow(root);
  }
  expect(existsSync(root)).toBe(false);
});

test("only roots of dead processes of our own user and host are swept", async () => {
  const user = process.getuid?.() ?? 0;
  const host = hostId().slice(0, 8);
  const dead = join(folder, `mr-${user}-${DEAD}-${host}-01234567`);
  const kept = [
    `mr-${user}-${process.pid}-${host}-01234567`,
    `mr-${user + 1}-${DEAD}-${host}-01234567`,
    `mr-${user}-${DEAD}-00000000-01234567`,
    `mr-${user}-${DEAD}-data`,
  ].map((name) => join(folder, name));
  for (const path of [dead, ...kept]) mkdirSync(join(path, "below"), { recursive: true });
  expect(await sweepTemporaryRoots(folder)).toEqual([dead]);
  expect(kept.map((path) => existsSync(path))).toEqual([true, true, true, true]);
});
