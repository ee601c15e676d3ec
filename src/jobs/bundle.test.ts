/** Bundles of job files that lie anywhere: what goes in, what is refused and how it is said. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MrError } from "../engine/error.js";
import { bundleJob } from "./bundle.js";
import { loadDefinition } from "./load.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-bundle-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.join("\n"));
  return path;
}

async function load(file: string) {
  const bundle = await bundleJob(file);
  const path = join(folder, `${bundle.sha256}.mjs`);
  writeFileSync(path, bundle.bytes);
  const { sha256, bytes } = bundle;
  return loadDefinition({ kind: "bundle", sha256, sizeBytes: bytes.length, file }, {}, path);
}

async function failure(promise: Promise<unknown>): Promise<MrError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof MrError) return error;
  throw new Error(`expected an MrError, got ${String(error)}`);
}

const JOB = [
  'import { mapReduce, words, sum } from "mr-engine";',
  "export default mapReduce({ input: words(), reduce: sum() });",
];

describe("a bundle", () => {
  it("needs no node_modules for mr-engine", async () => {
    const definition = await load(write("job.ts", ...JOB));
    expect(definition.inputs).toEqual({ input: expect.objectContaining({ kind: "words" }) });
  });

  it("carries local files and npm packages, CommonJS ones too", async () => {
    write("node_modules/shout/package.json", '{ "name": "shout", "main": "index.js" }');
    write(
      "node_modules/shout/index.js",
      'const { sep } = require("path");',
      "module.exports = (text) => text.toUpperCase() + sep;",
    );
    write("lib/names.ts", "export const name: string = 'described';");
    const file = write(
      "job.ts",
      'import { mapReduce, words, sum } from "mr-engine";',
      'import shout from "shout";',
      'import { name } from "./lib/names.js";',
      "export default mapReduce({ description: shout(name), input: words(), reduce: sum() });",
    );
    const bundle = await bundleJob(file);
    expect((await load(file)).description).toBe("DESCRIBED/");
    expect(bundle.inputs.map(({ path }) => path)).toEqual(
      expect.arrayContaining([file, join(folder, "lib/names.ts")]),
    );
  });

  it("has the same bytes wherever it is made from", async () => {
    const file = write("job.ts", ...JOB);
    const before = process.cwd();
    const first = await bundleJob(file);
    process.chdir(tmpdir());
    try {
      const second = await bundleJob(file);
      expect(second.sha256).toBe(first.sha256);
    } finally {
      process.chdir(before);
    }
  });
});

describe("a job file that cannot be bundled", () => {
  it("is told by file, line, column and code", async () => {
    const file = write("job.ts", "const a = 1;", "export default mapReduce({;");
    const error = await failure(bundleJob(file));
    expect(error.code).toBe("MR_JOB_SYNTAX");
    expect(error.message).toBe(
      `${file}:2:27: Expected identifier but found ";"\n` +
        "2 | export default mapReduce({;\n" +
        "  |                           ^",
    );
  });

  it("is told which import is missing and how to install it", async () => {
    const file = write("job.ts", 'import x from "@scope/left-pad/deep";', "export default x;");
    const error = await failure(bundleJob(file));
    expect(error.code).toBe("MR_JOB_SYNTAX");
    expect(error.message).toContain(`${file}:1:15: Could not resolve "@scope/left-pad/deep"`);
    expect(error.hint).toBe("Run `npm install @scope/left-pad` in the folder of the job file.");
  });

  it("is refused with a native addon, naming it and who needs it", async () => {
    write("node_modules/fast/package.json", '{ "name": "fast", "main": "index.js" }');
    const importer = write(
      "node_modules/fast/index.js",
      'module.exports = require("./fast.node");',
    );
    const file = write("job.ts", 'import fast from "fast";', "export default fast;");
    const error = await failure(bundleJob(file));
    expect(error.code).toBe("MR_JOB_INVALID");
    expect(error.message).toContain("native addon ./fast.node");
    expect(error.hint).toContain(importer);
  });

  it("is refused when it is too large, naming what is large", async () => {
    const large = write("large.ts", `export const text = "${"x".repeat(50_000)}";`);
    const file = write("job.ts", 'export { text as default } from "./large.js";');
    const error = await failure(bundleJob(file, { limitBytes: 40_000 }));
    expect(error.message).toContain("the limit is 39.1 KiB");
    expect(error.hint).toContain(`The largest files in it: ${large} (48.8 KiB)`);
  });

  it("is not found", async () => {
    expect((await failure(bundleJob(join(folder, "none.ts")))).code).toBe("MR_JOB_NOT_FOUND");
  });
});
