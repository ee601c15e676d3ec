import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PartFile } from "../engine/graph.js";
import type { JobId } from "../engine/ids.js";
import type { OutputSpec } from "../engine/job.js";
import { openPartWriter } from "./part-writer.js";
import { previewOutput, readOutput } from "./read-output.js";
import { discardStaging, prepareOutput, publishOutput, stagingDirectory } from "./staging.js";
import { verifyOutput } from "./verify.js";

let folder = "";
const job = "j0000000000000000000000001" as JobId;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-staging-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function spec(overrides: Partial<OutputSpec> = {}): OutputSpec {
  const path = join(folder, "deep", "out");
  return { path, format: "text", compression: "none", overwrite: false, ...overrides };
}

function writePart(output: OutputSpec, index: number, lines: readonly string[]): PartFile {
  const writer = openPartWriter({
    stagingDirectory: stagingDirectory(output, job),
    attempt: { job, stage: "reduce", index, attempt: 1 },
    name: `part-r-0000${index}`,
    format: output.format,
    compression: output.compression,
  });
  for (const line of lines) writer.write(line, null);
  return writer.close();
}

async function publishTwoParts(output: OutputSpec): Promise<void> {
  await prepareOutput(output, job);
  const parts = [writePart(output, 0, ["a", "b"]), writePart(output, 1, ["c"])];
  await publishOutput(output, job, parts, { program: "test" });
}

describe("what was left out", () => {
  test("lies beside the parts, is no part of the result, and is verified like it", async () => {
    const output = spec({ format: "jsonl" });
    await prepareOutput(output, job);
    const skipped = (["jsonl", "raw"] as const).map((format) => {
      const writer = openPartWriter({
        stagingDirectory: stagingDirectory(output, job),
        attempt: { job, stage: "map", index: 0, attempt: 1 },
        name: `_skipped-map-00000.${format}`,
        format,
        compression: "none",
      });
      writer.write(null, format === "raw" ? Buffer.from("bad\n") : { offset: 7 });
      return writer.close();
    });
    await publishOutput(output, job, [writePart(output, 0, ["a"])], null, skipped);
    expect(readdirSync(output.path).sort()).toEqual([
      "_SUCCESS",
      "_skipped-map-00000.jsonl",
      "_skipped-map-00000.raw",
      "part-r-00000",
    ]);
    expect(await verifyOutput(output.path)).toMatchObject({ ok: true, parts: 1, records: 1 });
    expect(await previewOutput(output.path, 10)).toHaveLength(1);
    writeFileSync(join(output.path, "_skipped-map-00000.raw"), "bat\n");
    const { problems } = await verifyOutput(output.path);
    expect(problems).toEqual([expect.stringContaining("_skipped-map-00000.raw has checksum")]);
  });
});

describe("publishing", () => {
  test("makes everything visible under one name and leaves nothing else (S1)", async () => {
    const output = spec();
    await prepareOutput(output, job);
    const parts = [writePart(output, 0, ["a"]), writePart(output, 1, [])];
    writePart(output, 2, ["of an attempt that lost"]);
    expect(existsSync(output.path)).toBe(false);
    await publishOutput(output, job, parts, null);
    expect(readdirSync(output.path).sort()).toEqual(["_SUCCESS", "part-r-00000", "part-r-00001"]);
    expect(readdirSync(join(folder, "deep"))).toEqual(["out"]);
  });

  test("is idempotent after it was interrupted at any step (S2)", async () => {
    const output = spec();
    await prepareOutput(output, job);
    const parts = [writePart(output, 0, ["a"]), writePart(output, 1, ["b"])];
    const gathered = join(stagingDirectory(output, job), "publish");
    mkdirSync(gathered);
    writeFileSync(join(gathered, "part-r-00000"), readFileSync(parts[0]?.stagedPath ?? ""));
    rmSync(parts[0]?.stagedPath ?? "");
    const first = await publishOutput(output, job, parts, null);
    expect(await publishOutput(output, job, parts, null)).toEqual(first);
    expect((await verifyOutput(output.path)).ok).toBe(true);
  });

  test("a missing part fails and shows nothing", async () => {
    const output = spec();
    await prepareOutput(output, job);
    const part = writePart(output, 0, ["a"]);
    rmSync(part.stagedPath);
    await expect(publishOutput(output, job, [part], null)).rejects.toMatchObject({
      code: "MR_OUTPUT_UNWRITABLE",
    });
    expect(existsSync(output.path)).toBe(false);
  });
});

describe("an output that is in the way", () => {
  test("is refused, with the flag to use", async () => {
    await publishTwoParts(spec());
    await expect(prepareOutput(spec(), job)).rejects.toMatchObject({
      code: "MR_OUTPUT_EXISTS",
      hint: expect.stringContaining("--overwrite") as string,
    });
  });

  test("stays until the new one is published, with overwrite (S3)", async () => {
    await publishTwoParts(spec());
    const next = "j0000000000000000000000002" as JobId;
    const output = spec({ overwrite: true });
    await prepareOutput(output, next);
    expect(readdirSync(output.path)).toContain("part-r-00001");
    await publishOutput(output, next, [], null);
    expect(readdirSync(output.path)).toEqual(["_SUCCESS"]);
    expect(readdirSync(join(folder, "deep"))).toEqual(["out"]);
  });

  test("is never a folder that no job wrote", async () => {
    const path = join(folder, "precious");
    mkdirSync(path);
    writeFileSync(join(path, "thesis.txt"), "...");
    await expect(prepareOutput(spec({ path, overwrite: true }), job)).rejects.toMatchObject({
      code: "MR_OUTPUT_EXISTS",
    });
    expect(readdirSync(path)).toEqual(["thesis.txt"]);
  });

  test("a place where nothing can be made is refused at once", async () => {
    const path = existsSync("/proc/self") ? "/proc/out" : "/dev/null/out";
    await expect(prepareOutput(spec({ path }), job)).rejects.toMatchObject({
      code: "MR_OUTPUT_UNWRITABLE",
    });
    await expect(prepareOutput(spec({ path: "/dev/null/out" }), job)).rejects.toMatchObject({
      code: "MR_OUTPUT_UNWRITABLE",
    });
  });

  test("comes back when an overwrite died between its two renames", async () => {
    await publishTwoParts(spec());
    const output = spec({ overwrite: true });
    const next = "j0000000000000000000000002" as JobId;
    await prepareOutput(output, next);
    const aside = join(stagingDirectory(output, next), "replaced-1");
    const { renameSync } = await import("node:fs");
    renameSync(output.path, aside);
    await discardStaging(output, next);
    expect((await verifyOutput(output.path)).ok).toBe(true);
  });
});

test("a discarded job leaves no folder that it made (S4)", async () => {
  const output = spec();
  await prepareOutput(output, job);
  writePart(output, 0, ["a"]);
  await discardStaging(output, job);
  expect(readdirSync(folder)).toEqual([]);
});

describe("verify", () => {
  test("finds every one-byte change in every file", async () => {
    const output = spec();
    await publishTwoParts(output);
    expect(await verifyOutput(output.path)).toMatchObject({ ok: true, records: 3, bytes: 6 });
    for (const name of readdirSync(output.path)) {
      const path = join(output.path, name);
      const original = readFileSync(path);
      for (let at = 0; at < original.length; at++) {
        const damaged = Buffer.from(original);
        damaged[at] = (damaged[at] ?? 0) ^ 1;
        writeFileSync(path, damaged);
        const { ok, problems } = await verifyOutput(output.path);
        expect(ok, `byte ${at} of ${name}`).toBe(false);
        expect(problems.join()).toContain(name);
      }
      writeFileSync(path, original);
    }
  });

  test("finds missing, extra and shortened files", async () => {
    const output = spec();
    await publishTwoParts(output);
    rmSync(join(output.path, "part-r-00000"));
    writeFileSync(join(output.path, "part-r-00001"), "");
    writeFileSync(join(output.path, "extra"), "");
    expect((await verifyOutput(output.path)).problems).toHaveLength(3);
  });
});

test("the result reads back in part order, compressed or not", async () => {
  const output = spec({ compression: "gzip" });
  await publishTwoParts(output);
  const chunks: Buffer[] = [];
  for await (const chunk of readOutput(output.path)) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe("a\nb\nc\n");
  expect(await previewOutput(output.path, 2)).toEqual(["a", "b"]);
});
