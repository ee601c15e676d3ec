/** Generated data is kept in `bench/.cache`, or where MR_BENCH_CACHE says, and made once. */

import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/config/layout.js";
import { generate, type DataSet } from "./generators.js";

/** Raised when a generator changes: older files are then made again. */
const GENERATION = 1;

export function cacheFolder(): string {
  return process.env["MR_BENCH_CACHE"] ?? join(packageRoot(), "bench", ".cache");
}

/** The folder that holds `sizeBytes` of a data set, generated when it is not there yet. */
export function dataFolder(set: DataSet, sizeBytes: number): string {
  const folder = join(cacheFolder(), `${set}-${sizeBytes}-g${GENERATION}`);
  if (!existsSync(folder)) {
    // Made aside and renamed: an interrupted run leaves no half data set behind that looks whole.
    const unfinished = `${folder}.tmp`;
    rmSync(unfinished, { recursive: true, force: true });
    generate(set, unfinished, sizeBytes);
    renameSync(unfinished, folder);
  }
  return folder;
}
