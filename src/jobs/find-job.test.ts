import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MrError } from "../engine/error.js";
import { findJob } from "./find-job.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-find-"));
  writeFileSync(join(folder, "wordy.ts"), "");
  writeFileSync(join(folder, "map.py"), "");
  mkdirSync(join(folder, "data"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function refusal(text: string): string {
  try {
    findJob(text, folder);
  } catch (error) {
    if (error instanceof MrError && error.code === "MR_JOB_NOT_FOUND") {
      return `${error.message} | ${error.hint ?? ""}`;
    }
    throw error;
  }
  throw new Error(`${text} was found`);
}

describe("finding a job", () => {
  it("knows library jobs by name and job files by path", () => {
    const file = { kind: "file", path: join(folder, "wordy.ts") };
    expect(findJob("k-means", folder)).toEqual({ kind: "library", name: "k-means" });
    expect(findJob("wordy.ts", folder)).toEqual(file);
    expect(findJob("./wordy.ts", folder)).toEqual(file);
    expect(findJob(join(folder, "wordy.ts"), "/")).toEqual(file);
  });

  it("says what may have been meant", () => {
    expect(refusal("wordcuont")).toContain("Did you mean wordcount?");
    expect(refusal("constructor")).toContain("Known jobs: distinct, grep,");
    expect(refusal("./wrody.ts")).toContain("there is no file ./wrody.ts | Did you mean wordy.ts?");
    expect(refusal("none/wordy.ts")).toContain(`There is no folder ${join(folder, "none")}.`);
    expect(refusal("./map.py")).toContain("--mapper './map.py'");
    expect(refusal("data")).toContain("data is a folder");
  });
});
