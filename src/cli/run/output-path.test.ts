import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { placeOutput } from "./output-path.js";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "mr-test-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const now = new Date(2026, 6, 26, 10, 15, 12);

function place(given: string | undefined, job = "wordcount") {
  return placeOutput({ given, job, cwd, now, privateFolder: "/private" });
}

test("-o names the folder, with or without a slash", () => {
  expect(place("out/")).toEqual({ path: join(cwd, "out"), label: "out", kind: "named" });
  expect(place("/abs/out").path).toBe("/abs/out");
});

test("-o - passes the output through a private folder", () => {
  expect(place("-")).toMatchObject({ path: "/private/output", kind: "stream" });
});

test("without -o every run gets a folder of its own", () => {
  const first = place(undefined);
  expect(first).toMatchObject({ label: "mr-output/wordcount-20260726-101512", kind: "new" });
  mkdirSync(first.path, { recursive: true });
  expect(place(undefined).label).toBe("mr-output/wordcount-20260726-101512-2");
});

test("a job's name never leads out of the folder", () => {
  expect(place(undefined, "../../etc/passwd").label).toBe("mr-output/etc-passwd-20260726-101512");
});
