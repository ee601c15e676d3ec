import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { JobId } from "../engine/ids.js";
import type { JobSpec } from "../engine/job.js";
import { planInput } from "./plan-input.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mr-plan-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lines = { kind: "lines", as: "text", literals: null };

function specOf(paths: readonly string[][], formats: readonly unknown[]): JobSpec {
  return {
    id: "j1" as JobId,
    name: "job",
    program: { inputs: formats.map((format, index) => ({ name: `in${index}`, format })) },
    inputs: paths.map((some, index) => ({ name: `in${index}`, paths: some })),
    baseDirectory: folder,
    settings: { splitSizeBytes: 100 },
  } as unknown as JobSpec;
}

test("every input's files become splits that know which input they are of", async () => {
  await writeFile(join(folder, "a"), "x".repeat(250));
  await writeFile(join(folder, "b"), "y".repeat(50));
  const event = await planInput(specOf([["a"], ["b"]], [lines, lines]));
  if (event.kind !== "input-planned") throw new Error(JSON.stringify(event));
  expect(event.input).toMatchObject({ files: 2, sizeBytes: 300 });
  expect(event.input.splits.map(({ input }) => input)).toEqual([0, 0, 0, 1]);
  const sizes = event.input.splits.map(({ sizeBytes }) => sizeBytes);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(300);
  expect(event.input.splits.at(-1)?.payload).toMatchObject({ input: 1 });
});

test.each<[string, JobSpec["inputs"][number]["paths"][], readonly unknown[], string]>([
  ["that is missing", [["nowhere"]], [lines], "MR_INPUT_MISSING"],
  ["that the job does not read", [["."], ["."]], [lines], "MR_JOB_INVALID"],
])(
  "an input %s is an event with its code, not an exception",
  async (_what, paths, formats, code) => {
    const event = await planInput(specOf(paths as string[][], formats));
    expect(event).toMatchObject({ kind: "input-failed", job: "j1", error: { code } });
  },
);

test("a job that says nothing of its inputs is refused", async () => {
  const event = await planInput({ ...specOf([], []), program: null });
  expect(event).toMatchObject({ kind: "input-failed", error: { code: "MR_JOB_INVALID" } });
});
