/**
 * Generated data is kept in `bench/.cache`, or where MR_BENCH_CACHE says, and made once.
 *
 * C1. What is handed out is what was generated: beside each folder lies a list of its files with their sizes and times,
 *     and a folder that differs from its list is made again. A file overwritten by mistake once made figures wrong.
 */

import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/config/layout.js";
import { generate, type DataSet } from "./generators.js";

/** Raised when a generator changes: older files are then made again. */
const GENERATION = 1;

export function cacheFolder(): string {
  return process.env["MR_BENCH_CACHE"] ?? join(packageRoot(), "bench", ".cache");
}

/** The folder that holds `sizeBytes` of a data set, generated when it is not there as it was made (C1). */
export function dataFolder(set: DataSet, sizeBytes: number): string {
  const folder = join(cacheFolder(), `${set}-${sizeBytes}-g${GENERATION}`);
  const list = `${folder}.list`;
  if (existsSync(folder) && existsSync(list) && readFileSync(list, "utf8") === listOf(folder)) {
    return folder;
  }
  // Made aside and renamed: an interrupted run leaves no half data set behind that looks whole.
  const unfinished = `${folder}.tmp`;
  for (const old of [unfinished, list, folder]) rmSync(old, { recursive: true, force: true });
  generate(set, unfinished, sizeBytes);
  renameSync(unfinished, folder);
  writeFileSync(list, listOf(folder));
  return folder;
}

function listOf(folder: string): string {
  const names = readdirSync(folder).toSorted();
  const lines = names.map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return `${name}\t${size}\t${mtimeMs}\n`;
  });
  return lines.join("");
}
