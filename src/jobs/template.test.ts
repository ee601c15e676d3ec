/** The job and the test that `mr init` writes work as they are. Needs a build. */

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundleJob } from "./bundle.js";
import { jobTemplate } from "./template.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-template-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("a new job", () => {
  it("comes with a test that passes", async () => {
    for (const [name, text] of Object.entries(jobTemplate("my-job"))) {
      writeFileSync(join(folder, name), text);
    }
    const { bytes } = await bundleJob(join(folder, "my-job.test.ts"));
    const script = join(folder, "test.mjs");
    writeFileSync(script, bytes);
    const { stdout } = await promisify(execFile)(process.execPath, ["--test", script], {
      env: { PATH: process.env["PATH"] },
    });
    expect(stdout).toMatch(/pass 2\b/);
    expect(stdout).toMatch(/fail 0\b/);
  }, 20_000);

  it("has a name that can be a file's", () => {
    expect(() => jobTemplate("../x")).toThrow('"../x" cannot be a job\'s name');
  });
});
