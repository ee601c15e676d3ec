import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MrError } from "../engine/error.js";
import type { RawOptions } from "./options.js";
import { resolveOptions } from "./resolve.js";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "mr-test-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function resolve(raw: RawOptions, environment: { [name: string]: string } = {}) {
  return resolveOptions(raw, { environment, cwd });
}

function refusal(raw: RawOptions, environment: { [name: string]: string } = {}): MrError {
  try {
    resolve(raw, environment);
  } catch (error) {
    if (error instanceof MrError) return error;
  }
  throw new Error("it was accepted");
}

describe("where an option comes from", () => {
  test("without anything given, the defaults are complete", () => {
    expect(resolve({})).toMatchObject({
      reducers: null,
      workers: 1,
      slots: availableParallelism(),
      master: null,
      splitSizeBytes: null,
      maxAttempts: 4,
      progress: "auto",
    });
  });

  test("a flag wins over a variable, a variable over the file, the file over the default", () => {
    writeFileSync(join(cwd, "mr.config.json"), '{ "memory": "1M", "workers": 2, "slots": 3 }');
    const environment = { MR_MEMORY: "2M", MR_WORKERS: "5" };
    expect(resolve({ memory: "3M" }, environment)).toMatchObject({
      memoryBytes: 3 * 1024 ** 2,
      workers: 5,
      slots: 3,
    });
  });

  test("an empty variable counts as not set", () => {
    expect(resolve({}, { MR_WORKERS: "" }).workers).toBe(1);
  });

  test("the user's own file counts when the working folder has none", () => {
    const home = join(cwd, "xdg");
    mkdirSync(join(home, "mr"), { recursive: true });
    writeFileSync(join(home, "mr", "config.json"), '{ "master": "10.0.0.5:7070" }');
    expect(resolve({}, { XDG_CONFIG_HOME: home }).master).toBe("10.0.0.5:7070");
  });

  test("--master local overrules a configured master", () => {
    expect(resolve({ master: "local" }, { MR_MASTER: "10.0.0.5:7070" }).master).toBeNull();
  });

  test("slots share the cores among the workers, and every worker has one", () => {
    expect(resolve({ workers: "200" }).slots).toBe(1);
  });
});

describe("a bad value", () => {
  test("names the flag, the value and what is allowed", () => {
    const error = refusal({ workers: "none" });
    expect(error.message).toBe('--workers: "none" is not allowed');
    expect(error.hint).toBe("Allowed: a whole number from 1 to 256.");
    expect(error.exitCode).toBe(2);
  });

  test("names the variable it came from", () => {
    expect(refusal({}, { MR_MEMORY: "lots" }).message).toBe('MR_MEMORY: "lots" is not allowed');
  });

  test("names the file it came from", () => {
    writeFileSync(join(cwd, "mr.config.json"), '{ "format": "xml" }');
    expect(refusal({}).message).toContain(join(cwd, "mr.config.json"));
  });

  test("is refused beyond the limits too", () => {
    expect(refusal({ memory: "1K" }).hint).toContain("from 1M to 64G");
    expect(refusal({ master: "host:0" }).code).toBe("MR_CONFIG");
    expect(refusal({ taskTimeout: "10" }).hint).toContain("such as 90s or 10m");
  });

  test("in a file: a misspelt option and broken JSON are errors", () => {
    writeFileSync(join(cwd, "mr.config.json"), '{ "wrokers": 2 }');
    expect(refusal({}).message).toContain('unknown option "wrokers"');
    writeFileSync(join(cwd, "mr.config.json"), "{");
    expect(refusal({}).message).toContain("is not valid JSON");
  });
});
