/**
 * `_SUCCESS`: the manifest of a published output. Who finds it finds everything it lists.
 *
 * F1. The text is canonical: parsing and rendering gives the same bytes, and it carries a checksum of itself,
 *     so that one changed byte anywhere is found.
 * F2. Parts are in output order: concatenated in this order they are the job's result.
 */

import { crc32 } from "node:zlib";
import { MrError } from "../engine/error.js";
import type { Json, OutputFormat } from "../engine/job.js";
import { formatChecksum } from "./part-checksum.js";

export const MANIFEST_NAME = "_SUCCESS";
const FORMAT = "mr-manifest/1";

export interface ManifestPart {
  readonly name: string;
  readonly records: number;
  readonly bytes: number;
  readonly checksum: string;
}

export interface Manifest {
  readonly job: string;
  readonly outputFormat: OutputFormat;
  readonly parts: readonly ManifestPart[];
  readonly records: number;
  readonly bytes: number;
  /** Lists and raw bytes of the bad records that were left out; not part of the result. Absent when there are none. */
  readonly skipped?: readonly ManifestPart[];
  /** What made it: program, version, counters; free-form. */
  readonly about: Json;
}

export function renderManifest(manifest: Manifest): string {
  const body = JSON.stringify(
    {
      format: FORMAT,
      job: manifest.job,
      outputFormat: manifest.outputFormat,
      records: manifest.records,
      bytes: manifest.bytes,
      parts: manifest.parts.map(canonical),
      ...(manifest.skipped === undefined ? {} : { skipped: manifest.skipped.map(canonical) }),
      about: manifest.about,
    },
    null,
    1,
  );
  return `${body.slice(0, -2)},\n "checksum": "${formatChecksum(crc32(body))}"\n}\n`;
}

function canonical({ name, records, bytes, checksum }: ManifestPart): ManifestPart {
  return { name, records, bytes, checksum };
}

/** Throws MR_OUTPUT_CORRUPT, naming `path`, for anything but the exact text that `renderManifest` made. */
export function parseManifest(text: string, path: string): Manifest {
  const corrupt = (why: string): MrError =>
    new MrError("MR_OUTPUT_CORRUPT", `${path} is damaged: ${why}`, {
      hint: "The output cannot be trusted; run the job again.",
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw corrupt(error instanceof Error ? error.message : String(error));
  }
  if (!isManifest(value)) throw corrupt(`it is not a ${FORMAT} document`);
  if (renderManifest(value) !== text) throw corrupt("its own checksum does not match");
  const { job, outputFormat, parts, records, bytes, skipped, about } = value;
  const rest = skipped === undefined ? {} : { skipped };
  return { job, outputFormat, parts, records, bytes, ...rest, about };
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  return (
    fields["format"] === FORMAT &&
    typeof fields["job"] === "string" &&
    typeof fields["records"] === "number" &&
    typeof fields["bytes"] === "number" &&
    isPartList(fields["parts"]) &&
    (fields["skipped"] === undefined || isPartList(fields["skipped"]))
  );
}

function isPartList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPart);
}

function isPart(value: unknown): value is ManifestPart {
  if (typeof value !== "object" || value === null) return false;
  const { name, records, bytes, checksum } = value as Record<string, unknown>;
  return (
    typeof name === "string" &&
    !name.includes("/") &&
    typeof records === "number" &&
    typeof bytes === "number" &&
    typeof checksum === "string"
  );
}
