import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { dataFolder } from "./cache.js";

const scratch = mkdtempSync(join(tmpdir(), "mr-bench-cache-"));
vi.stubEnv("MR_BENCH_CACHE", scratch);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true, force: true });
});

test("C1: data that something else wrote to is made again; what was not touched is kept", () => {
  const folder = dataFolder("records", 10_000);
  const [name = ""] = readdirSync(folder);
  const made = readFileSync(join(folder, name));
  expect(made.length).toBeGreaterThanOrEqual(10_000);
  appendFileSync(join(folder, name), "more");
  expect(dataFolder("records", 10_000)).toBe(folder);
  expect(readFileSync(join(folder, name)).equals(made)).toBe(true);
  rmSync(join(folder, name));
  dataFolder("records", 10_000);
  const remade = readdirSync(folder, { withFileTypes: true });
  expect(remade.map((entry) => entry.name)).toEqual([name]);
  const list = readFileSync(`${folder}.list`, "utf8");
  dataFolder("records", 10_000);
  expect(readFileSync(`${folder}.list`, "utf8")).toBe(list);
});
