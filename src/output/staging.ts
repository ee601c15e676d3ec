/**
 * The life of an output folder: prepared beside its final place, filled by attempts, published by one rename.
 * Only the master calls this; attempts only ever add files under their own names.
 *
 * S1. Until the rename nobody sees anything under the output's name; after it everybody sees everything.
 * S2. Publishing is idempotent: interrupted at any step and repeated, it ends in the same output.
 * S3. What is replaced by `overwrite` stays in place until the new output is complete, and is only ever an output of ours.
 * S4. Whatever way a job ends, `discardStaging` leaves no trace, parent folders that we made included.
 */

import { existsSync, renameSync } from "node:fs";
import {
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { MrError } from "../engine/error.js";
import type { PartFile } from "../engine/graph.js";
import type { JobId } from "../engine/ids.js";
import type { Json, OutputSpec } from "../engine/job.js";
import { MANIFEST_NAME, parseManifest, renderManifest, type Manifest } from "./manifest.js";
import { isMissing, outputError } from "./output-error.js";

/** Holds the topmost parent folder that we had to make, so that a failed job can remove it again. */
const CREATED_PARENT = ".created-parent";

/** Publishing keeps the process to itself for no longer at a time. */
const GATHER_SLICE_MS = 5;

export function stagingDirectory(output: OutputSpec, job: JobId): string {
  return join(dirname(output.path), `.${basename(output.path)}.mr-${job}`);
}

/** Refuses an output that is in the way, and makes the staging folder. Repeating it is harmless. */
export async function prepareOutput(output: OutputSpec, job: JobId): Promise<void> {
  await refuseExisting(output);
  const staging = stagingDirectory(output, job);
  try {
    const created = await makeFolder(dirname(staging));
    await makeFolder(staging);
    if (created !== null) await writeFile(join(staging, CREATED_PARENT), created);
  } catch (error) {
    throw outputError(error, "make the output folder", output.path);
  }
}

/** Makes the winners visible. Errors: MR_OUTPUT_EXISTS, MR_OUTPUT_UNWRITABLE, MR_DISK_FULL. */
export async function publishOutput(
  output: OutputSpec,
  job: JobId,
  parts: readonly PartFile[],
  about: Json,
  skipped: readonly PartFile[] = [],
): Promise<Manifest> {
  const published = await readManifest(output.path);
  if (published?.job === job) return published;
  const staging = stagingDirectory(output, job);
  const gathered = join(staging, "publish");
  const manifest = manifestOf(output, job, { parts, skipped }, about);
  try {
    await mkdir(gathered, { recursive: true });
    await gatherAll([...parts, ...skipped], gathered);
    await writeDurably(join(gathered, MANIFEST_NAME), renderManifest(manifest));
    if (existsSync(output.path)) {
      await refuseExisting(output);
      await rename(output.path, join(staging, `replaced-${Date.now()}`));
    }
    await rename(gathered, output.path);
    await syncDirectory(dirname(output.path));
  } catch (error) {
    throw outputError(error, "publish", output.path);
  }
  await rm(staging, { recursive: true, force: true });
  return manifest;
}

/** Removes all that is not published. */
export async function discardStaging(output: OutputSpec, job: JobId): Promise<void> {
  const staging = stagingDirectory(output, job);
  const created = await readFile(join(staging, CREATED_PARENT), "utf8").catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw outputError(error, "read", staging);
  });
  await restoreReplaced(output, staging);
  await rm(staging, { recursive: true, force: true });
  if (created !== null) await removeEmptyFolders(dirname(staging), created);
}

/**
 * Like mkdir -p, and returns the topmost folder that was made. Node's own recursive mkdir never returns in places that
 * answer ENOENT to every mkdir, such as /proc.
 */
async function makeFolder(path: string): Promise<string | null> {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder); folder = dirname(folder)) missing.push(folder);
  for (const folder of missing.toReversed()) {
    await mkdir(folder).catch((error: unknown) => {
      // Another job has just made it.
      if (!existsSync(folder)) throw error;
    });
  }
  return missing.at(-1) ?? null;
}

/** A crash between the two renames of an overwrite leaves the old output in staging: it goes back to its place. */
async function restoreReplaced(output: OutputSpec, staging: string): Promise<void> {
  if (existsSync(output.path) || !existsSync(staging)) return;
  const replaced = (await readdir(staging)).find((name) => name.startsWith("replaced-"));
  if (replaced !== undefined) await rename(join(staging, replaced), output.path);
}

/** The manifest in a folder; null when there is none or it is not one of ours. */
async function readManifest(directory: string): Promise<Manifest | null> {
  const path = join(directory, MANIFEST_NAME);
  try {
    return parseManifest(await readFile(path, "utf8"), path);
  } catch (error) {
    if (isMissing(error) || (error instanceof MrError && error.code === "MR_OUTPUT_CORRUPT")) {
      return null;
    }
    throw outputError(error, "read", path);
  }
}

async function refuseExisting(output: OutputSpec): Promise<void> {
  const found = await stat(output.path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw outputError(error, "look at", output.path);
  });
  if (found === null) return;
  const exists = (what: string, hint: string): MrError =>
    new MrError("MR_OUTPUT_EXISTS", `the output ${output.path} ${what}`, { hint });
  if (!found.isDirectory()) throw exists("exists and is a file", "Choose another -o.");
  if (!output.overwrite) {
    throw exists("exists already", "Choose another -o, or give --overwrite to replace it.");
  }
  const isOurs = existsSync(join(output.path, MANIFEST_NAME));
  if (!isOurs && (await readdir(output.path)).length > 0) {
    throw exists(
      "is a folder that no job wrote: it has no _SUCCESS",
      "--overwrite replaces outputs only; remove the folder yourself or choose another -o.",
    );
  }
}

/** In slices without a pause: there may be a hundred thousand of them, and a rename costs less than waiting for it. */
async function gatherAll(parts: readonly PartFile[], folder: string): Promise<void> {
  let sliceStart = performance.now();
  for (const part of parts) {
    gather(part, folder);
    if (performance.now() - sliceStart < GATHER_SLICE_MS) continue;
    await nextTurn();
    sliceStart = performance.now();
  }
}

function gather(part: PartFile, folder: string): void {
  const target = join(folder, part.name);
  try {
    renameSync(part.stagedPath, target);
  } catch (error) {
    // Gathered before an interruption: then the staged name is gone and the file is there, whole.
    if (!isMissing(error) || !existsSync(target)) throw error;
  }
}

function manifestOf(
  output: OutputSpec,
  job: JobId,
  {
    parts,
    skipped,
  }: { readonly parts: readonly PartFile[]; readonly skipped: readonly PartFile[] },
  about: Json,
): Manifest {
  const entry = ({ name, records, sizeBytes, checksum }: PartFile) => ({
    name,
    records,
    bytes: sizeBytes,
    checksum,
  });
  return {
    job,
    outputFormat: output.format,
    parts: parts.map(entry),
    ...(skipped.length === 0 ? {} : { skipped: skipped.map(entry) }),
    records: parts.reduce((sum, part) => sum + part.records, 0),
    bytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    about,
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** From `folder` upwards to `top` inclusive, as long as they are empty. */
async function removeEmptyFolders(folder: string, top: string): Promise<void> {
  let current = folder;
  while (current.startsWith(top)) {
    try {
      await rmdir(current);
    } catch {
      return; // In use by somebody else, or gone: both are fine.
    }
    current = dirname(current);
  }
}
