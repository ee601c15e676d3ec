/**
 * `mr verify`: reads an output back and compares every byte with what its manifest promises.
 *
 * Y1. Everything is recomputed: names, sizes, checksums, record counts where the format fixes them, and the sums.
 */

import { createReadStream, existsSync } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { MrError } from "../engine/error.js";
import { MANIFEST_NAME, parseManifest, type Manifest, type ManifestPart } from "./manifest.js";
import { outputError } from "./output-error.js";
import { formatChecksum, partCrc } from "./part-checksum.js";

const LF = 0x0a;
const READ_BYTES = 1 << 20;

export interface VerifyReport {
  readonly ok: boolean;
  /** One sentence each, naming the file. */
  readonly problems: readonly string[];
  readonly parts: number;
  readonly records: number;
  readonly bytes: number;
}

/** Errors: MR_INPUT_MISSING when there is no such folder or it holds no published output. */
export async function verifyOutput(directory: string): Promise<VerifyReport> {
  const path = join(directory, MANIFEST_NAME);
  if (!existsSync(path)) {
    throw new MrError("MR_INPUT_MISSING", `${directory} is not a published output: no _SUCCESS`, {
      hint: "Name the folder that a job wrote.",
    });
  }
  let manifest: Manifest;
  try {
    manifest = parseManifest(await readFile(path, "utf8"), path);
  } catch (error) {
    if (!(error instanceof MrError)) throw outputError(error, "read", path);
    return { ok: false, problems: [error.message], parts: 0, records: 0, bytes: 0 };
  }
  const problems: string[] = [];
  for (const part of manifest.parts) {
    problems.push(...(await verifyPart(directory, part, manifest.outputFormat === "jsonl")));
  }
  for (const part of manifest.skipped ?? []) {
    problems.push(...(await verifyPart(directory, part, part.name.endsWith(".jsonl"))));
  }
  problems.push(...(await findStrangers(directory, manifest)), ...checkSums(manifest));
  const { records, bytes } = manifest;
  return { ok: problems.length === 0, problems, parts: manifest.parts.length, records, bytes };
}

async function verifyPart(
  directory: string,
  part: ManifestPart,
  inLines: boolean,
): Promise<string[]> {
  const path = join(directory, part.name);
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return [`${path} is missing`];
  if (found.size !== part.bytes) {
    return [`${path} has ${found.size} bytes, the manifest says ${part.bytes}`];
  }
  let crc = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    crc = partCrc(chunk as Buffer, crc);
  }
  const checksum = formatChecksum(crc);
  if (checksum !== part.checksum) {
    return [`${path} has checksum ${checksum}, the manifest says ${part.checksum}`];
  }
  if (!inLines) return [];
  const records = await countLines(path);
  return records === part.records
    ? []
    : [`${path} has ${records} records, the manifest says ${part.records}`];
}

async function countLines(path: string): Promise<number> {
  const file = createReadStream(path, { highWaterMark: READ_BYTES });
  const bytes = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  let lines = 0;
  for await (const chunk of bytes) {
    const block = chunk as Buffer;
    for (let at = block.indexOf(LF); at >= 0; at = block.indexOf(LF, at + 1)) lines++;
  }
  return lines;
}

async function findStrangers(directory: string, manifest: Manifest): Promise<string[]> {
  const known = new Set([
    MANIFEST_NAME,
    ...[...manifest.parts, ...(manifest.skipped ?? [])].map((part) => part.name),
  ]);
  const names = await readdir(directory);
  return names
    .filter((name) => !known.has(name))
    .map((name) => `${join(directory, name)} is not in the manifest`);
}

function checkSums(manifest: Manifest): string[] {
  const records = manifest.parts.reduce((sum, part) => sum + part.records, 0);
  const bytes = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
  return records === manifest.records && bytes === manifest.bytes
    ? []
    : ["the manifest's totals are not the sums of its parts"];
}
