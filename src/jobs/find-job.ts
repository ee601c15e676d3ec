/**
 * From what the user typed to where the job is.
 *
 * Owns: the rule that tells names from paths. Talks to: the file system.
 *
 * Z1. A word with a slash or with the ending of a job file is a path; any other is the name of a library job.
 */

import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { MrError } from "../engine/error.js";
import { didYouMean } from "./did-you-mean.js";
import { isLibraryJob, unknownJob } from "./library/index.js";

export type FoundJob =
  | { readonly kind: "library"; readonly name: string }
  /** Absolute. */
  | { readonly kind: "file"; readonly path: string };

const ENDINGS = [".ts", ".mts", ".js", ".mjs"];

export function findJob(nameOrPath: string, cwd: string): FoundJob {
  if (isLibraryJob(nameOrPath)) return { kind: "library", name: nameOrPath };
  const ending = extname(nameOrPath);
  const path = resolve(cwd, nameOrPath);
  const isPath = /[/\\]/.test(nameOrPath) || ENDINGS.includes(ending);
  if (!isPath && !existsSync(path)) throw unknownJob(nameOrPath);
  if (!existsSync(path)) throw missing(nameOrPath, path);
  if (!statSync(path).isFile()) {
    throw new MrError("MR_JOB_NOT_FOUND", `${nameOrPath} is a folder, not a job file`, {
      hint: "The job comes first, then its inputs: mr run JOB INPUT...",
    });
  }
  if (ENDINGS.includes(ending)) return { kind: "file", path };
  throw new MrError("MR_JOB_NOT_FOUND", `${nameOrPath} is not a job file`, {
    hint: `Job files end in ${ENDINGS.join(", ")}. Other programs run with: mr run streaming INPUT --mapper '${nameOrPath}'`,
  });
}

function missing(given: string, path: string): MrError {
  const folder = dirname(path);
  const files = existsSync(folder)
    ? readdirSync(folder).filter((name) => ENDINGS.includes(extname(name)))
    : null;
  const hint =
    files === null
      ? `There is no folder ${folder}.`
      : didYouMean(basename(path), files, `job files in ${folder}`);
  return new MrError("MR_JOB_NOT_FOUND", `there is no file ${given}`, { hint });
}
