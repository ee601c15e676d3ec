import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Scratch } from "./scratch.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-scratch-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("makes nothing for an attempt that asks for nothing", () => {
  const scratch = new Scratch(join(folder, "job", "runner-1"));
  scratch.close();
  expect(readdirSync(folder)).toEqual([]);
});

it("gives the next attempt the same folder while it is empty", () => {
  const scratch = new Scratch(join(folder, "job", "runner-1"));
  const first = scratch.open();
  expect(existsSync(first)).toBe(true);
  scratch.close();
  expect(scratch.open()).toBe(first);
});

it("gives an attempt an empty folder whatever the one before left", () => {
  const scratch = new Scratch(join(folder, "job", "runner-1"));
  const first = scratch.open();
  writeFileSync(join(first, "left"), "behind");
  scratch.close();
  expect(existsSync(first)).toBe(false);
  expect(readdirSync(scratch.open())).toEqual([]);
});

it("makes the folder again when the job's was removed in between", () => {
  const scratch = new Scratch(join(folder, "job", "runner-1"));
  scratch.open();
  scratch.close();
  rmSync(join(folder, "job"), { recursive: true });
  expect(existsSync(scratch.open())).toBe(true);
  rmSync(join(folder, "job"), { recursive: true });
  scratch.close();
  expect(existsSync(scratch.open())).toBe(true);
});
