import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BundleCache } from "./bundles.js";

let folder = "";
let fetches: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-bundles-"));
  fetches = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TEXTS = ["one", "two", "three"];
const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const code = (text: string) =>
  ({ kind: "bundle", sha256: sha(text), sizeBytes: text.length, file: `${text}.ts` }) as const;

function cache(limits?: ConstructorParameters<typeof BundleCache>[2]): BundleCache {
  return new BundleCache(
    folder,
    async (sha256) => {
      fetches.push(sha256);
      const text = TEXTS.find((one) => sha(one) === sha256);
      if (text === undefined) throw new Error("not there");
      return Buffer.from(text);
    },
    limits,
  );
}

test("a bundle is fetched once, however many ask at the same time", async () => {
  const bundles = cache();
  const paths = await Promise.all([1, 2, 3].map(() => bundles.get("job", code("one"))));
  expect(new Set(paths).size).toBe(1);
  expect(readFileSync(paths[0] ?? "", "utf8")).toBe("one");
  expect(fetches.length).toBe(1);
});

test("bytes that do not match their hash never reach the disk, and are asked for again", async () => {
  let wrong = true;
  const bundles = new BundleCache(folder, async () => Buffer.from(wrong ? "evil" : "one"));
  await expect(bundles.get("job", code("one"))).rejects.toMatchObject({ code: "MR_JOB_INVALID" });
  expect(readdirSync(folder)).toEqual([]);
  wrong = false;
  await bundles.get("job", code("one"));
});

test("a fetch that failed is tried again", async () => {
  const bundles = cache();
  await expect(bundles.get("job", code("four"))).rejects.toThrow("not there");
  await expect(bundles.get("job", code("four"))).rejects.toThrow("not there");
  expect(fetches.length).toBe(2);
});

test("over the limit the longest unused goes, but none that a job still uses", async () => {
  const bundles = cache({ bytes: 1_000, count: 1 });
  await bundles.get("a", code("one"));
  await bundles.get("b", code("two"));
  expect(readdirSync(folder).length).toBe(2);
  await bundles.release("a");
  expect(readdirSync(folder)).toEqual([`${sha("two")}.mjs`]);
  await bundles.get("a", code("one"));
  expect(fetches.length).toBe(3);
});
