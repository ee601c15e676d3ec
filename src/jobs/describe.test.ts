/** Jobs described in a child process, and every way in which a job file can be wrong. Needs a build. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MrError } from "../engine/error.js";
import { bundleJob } from "./bundle.js";
import { describeJob } from "./describe.js";
import type { RawParams } from "./params.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-describe-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function describeFile(
  lines: readonly string[],
  raw: RawParams | null = {},
  timeoutMs = 9000,
) {
  const file = join(folder, "job.ts");
  writeFileSync(file, lines.join("\n"));
  const { sha256, bytes } = await bundleJob(file);
  const path = join(folder, `${sha256}.mjs`);
  writeFileSync(path, bytes);
  const code = { kind: "bundle", sha256, sizeBytes: bytes.length, file } as const;
  return describeJob(code, raw, path, { timeoutMs });
}

async function failure(lines: readonly string[], raw?: RawParams, timeoutMs?: number) {
  const error = await describeFile(lines, raw, timeoutMs).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof MrError) return error;
  throw new Error(`expected an MrError, got ${String(error)}`);
}

const IMPORT = 'import { mapReduce, lines, param, sum, withParams } from "mr-engine";';
const BY_PARAMS = [
  IMPORT,
  "export default withParams({ top: param.integer({ minimum: 1 }) }, ({ top }) => {",
  "  if (top > 100) throw new RangeError(`${top} is a lot`);",
  "  return mapReduce({ input: lines(), map: (line, emit) => emit(line, 1), reduce: sum() });",
  "}, { description: 'The most frequent' });",
];

describe("a job file", () => {
  it("is described as data, with its parameters resolved", async () => {
    const { description, params } = await describeFile(BY_PARAMS, { top: "3" });
    expect(params).toEqual({ top: 3 });
    expect(description).toMatchObject({
      description: "The most frequent",
      params: { top: { type: "integer", minimum: 1 } },
      program: {
        inputs: [{ name: "input", format: { kind: "lines", as: "text" } }],
        flow: { kind: "steps", steps: [{ map: "function", reduce: { kind: "sum" } }] },
      },
    });
  });

  it("tells its parameters without being given any", async () => {
    const { description } = await describeFile(BY_PARAMS, null);
    expect(Object.keys(description.params)).toEqual(["top"]);
    expect(description.program).toBeNull();
  });

  it("is told which parameter is wrong", async () => {
    const error = await failure(BY_PARAMS, { top: "none" });
    expect(error.code).toBe("MR_PARAMETER");
    expect(error.message).toBe('--top "none" is not a whole number from 1');
  });
});

describe("a job file that fails", () => {
  it("at its top level names the user's line", async () => {
    const error = await failure([
      "",
      "function boom(): never {",
      '  throw new Error("no luck");',
      "}",
      "boom();",
    ]);
    expect(error.code).toBe("MR_USER_CODE");
    expect(error.message).toContain("Error: no luck");
    expect(error.message).toContain(`(${join(folder, "job.ts")}:3:9)`);
    expect(error.stack).toContain("job.ts:3:9");
  });

  it("while it is built names the user's line", async () => {
    const error = await failure(BY_PARAMS, { top: "101" });
    expect(error.message).toContain("RangeError: 101 is a lot");
    expect(error.message).toContain(`(${join(folder, "job.ts")}:3:24)`);
  });

  it("keeps the code and the hint of the engine's own errors", async () => {
    const error = await failure([
      IMPORT,
      "export default mapReduce({ input: lines(), map() {}, reduce: sum as never });".replace(
        "sum as never",
        '"sum" as never',
      ),
    ]);
    expect(error.code).toBe("MR_JOB_INVALID");
    expect(error.message).toContain("reduce is neither a function");
    expect(error.hint).toContain("sum()");
  });

  it("with an endless loop is stopped", async () => {
    const error = await failure(["for (;;);", "export {};"], {}, 700);
    expect(error.code).toBe("MR_USER_CODE");
    expect(error.message).toContain("had not finished loading after 0.7 s");
  });

  it("by ending the process is told as such, with what it said", async () => {
    const error = await failure(['console.error("out of paper"); process.exit(7);']);
    expect(error.message).toContain("(code 7)");
    expect(error.message).toContain("out of paper");
  });
});

describe("an export that is not a job", () => {
  it.each([
    [["export const job = 1;"], "has no default export: it exports job"],
    [["export {};"], "has no default export: it exports nothing"],
    [["export default function wordCount() {}"], "is the function wordCount, not a job"],
    [["export default { map: 1, reduce: 2 };"], "is an object with map, reduce, not a job"],
  ])("%s", async (lines, expected) => {
    const error = await failure(lines);
    expect(error.code).toBe("MR_JOB_INVALID");
    expect(error.message).toContain(expected);
    expect(error.hint).toContain("export default mapReduce");
  });
});

describe("a library job", () => {
  it("is described in this process", async () => {
    const { description, params } = await describeJob(
      { kind: "library", name: "sort" },
      { "record-length": "100", key: "1-10" },
      null,
    );
    expect(params).toMatchObject({ recordLength: 100, key: "1-10", reverse: false });
    expect(description.program).toMatchObject({
      output: { format: "raw" },
      flow: { steps: [{ partitioning: "range", reduce: { kind: "keys", repeated: true } }] },
    });
  });
});
