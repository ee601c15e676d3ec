import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Bundles } from "./bundles.js";

let directory: string;
let used: Set<string>;
let bundles: Bundles;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "mr-bundles-"));
  used = new Set();
  bundles = new Bundles({ directory, durable: false, inUse: () => used });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const code = Buffer.from("export default 1");

describe("bundles", () => {
  test("are kept under their hash, however often they are stored", async () => {
    await Promise.all([1, 2, 3].map(() => bundles.put(hashOf(code), code)));
    await bundles.put(hashOf(code), code);
    expect(await readdir(directory)).toEqual([hashOf(code)]);
    expect(await bundles.has(hashOf(code))).toBe(true);
    expect(code.equals(await bundles.get(hashOf(code)))).toBe(true);
  });

  test("are refused when the bytes are not those of the hash", async () => {
    const wrong = hashOf(Buffer.from("other"));
    await expect(bundles.put(wrong, code)).rejects.toMatchObject({ code: "MR_JOB_INVALID" });
    expect(await bundles.has(wrong)).toBe(false);
  });

  test("that were damaged on the disk are never handed out, and make room", async () => {
    await bundles.put(hashOf(code), code);
    await writeFile(join(directory, hashOf(code)), "export default 2");
    await expect(bundles.get(hashOf(code))).rejects.toMatchObject({ code: "MR_JOURNAL_CORRUPT" });
    await bundles.put(hashOf(code), code);
    expect(code.equals(await bundles.get(hashOf(code)))).toBe(true);
  });

  test("are found by hash alone: a path is no name", async () => {
    for (const name of ["../lock", "", "A".repeat(64), `${hashOf(code)}/x`]) {
      await expect(bundles.get(name)).rejects.toMatchObject({ code: "MR_USAGE" });
    }
    await expect(bundles.get(hashOf(code))).rejects.toMatchObject({ code: "MR_JOB_NOT_FOUND" });
  });

  test("make room for new ones, but not those that running jobs need", async () => {
    for (let number = 0; number < 205; number++) {
      const bytes = Buffer.from(`code ${number}`);
      if (number === 0) used.add(hashOf(bytes));
      await bundles.put(hashOf(bytes), bytes);
    }
    expect(await readdir(directory)).toHaveLength(200);
    expect(await bundles.has(hashOf(Buffer.from("code 0")))).toBe(true);
    expect(await bundles.has(hashOf(Buffer.from("code 204")))).toBe(true);
  });
});
