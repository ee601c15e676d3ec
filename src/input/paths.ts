/**
 * Globs: the only place that knows fast-glob.
 *
 * Owns: what a pattern means. Talks to: the file system, through fast-glob.
 *
 * G1. Parts of a pattern that exist as they are spelt are names, not patterns: `data (1)/*.txt` works.
 * G2. Links to folders are neither descended nor reported: a loop of links ends.
 * G3. As in a shell, `*` leaves dot files out; `_SUCCESS` and `_temporary` come only when the pattern spells them.
 */

import { lstat, readdir, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import fastGlob from "fast-glob";
import { MrError } from "../engine/error.js";
import { systemCode, unreadableInput } from "./input-error.js";
import { pathText } from "./path-bytes.js";

export interface GlobHit {
  /** As a shell would have expanded it: the pattern with its wild cards filled in. */
  readonly label: string;
  readonly directory: boolean;
}

export function isGlob(given: string): boolean {
  return /[*?{}()[\]!+@\\]/.test(given);
}

/** Files and folders that match; empty when nothing does. */
export async function expandGlob(pattern: string, baseDirectory: string): Promise<GlobHit[]> {
  const { prefix, rest } = await splitPattern(pattern, baseDirectory);
  const hits = await matches(rest, resolve(baseDirectory, prefix), pattern);
  const found: GlobHit[] = [];
  for (const hit of hits) {
    if (hit.path.includes("\uFFFD"))
      await refuseUnspeakable(resolve(baseDirectory, prefix, hit.path));
    if (isOutputMarker(hit.path) && !/_SUCCESS|_temporary/.test(rest)) continue;
    const directory = hit.dirent.isDirectory();
    if (!directory && !hit.dirent.isFile()) {
      if (!(await isLinkToFile(resolve(baseDirectory, prefix, hit.path)))) continue;
    }
    found.push({ label: prefix + hit.path.replace(/\/+$/, ""), directory });
  }
  return found;
}

/** fast-glob knows names as strings only: one that is not UTF-8 comes with U+FFFD in it. */
async function refuseUnspeakable(path: string): Promise<void> {
  const name = basename(path);
  const siblings = await readdir(dirname(path), { encoding: "buffer" }).catch(() => null);
  // No folder: its own name is not UTF-8.
  const clear = siblings?.every((raw) => raw.toString() !== name || pathText(raw) === name);
  if (clear === true) return;
  throw new MrError(
    "MR_INPUT_UNREADABLE",
    `a name like ${path} is not UTF-8, which patterns cannot hold`,
    { hint: "Name the folder instead of a pattern: below a folder such names are read." },
  );
}

/** False for pipes, devices, links to folders and to nothing, as below a folder. */
async function isLinkToFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (cause) {
    const code = systemCode(cause);
    if (code === "ENOENT" || code === "ELOOP" || code === "ENOTDIR") return false;
    throw unreadableInput(path, "look at", cause);
  }
}

async function matches(rest: string, directory: string, pattern: string) {
  try {
    return await fastGlob(withLiteralParentheses(rest), {
      cwd: directory,
      onlyFiles: false,
      followSymbolicLinks: false,
      objectMode: true,
      dot: false,
    });
  } catch (cause) {
    throw unreadableInput(pattern, "look for files that match", cause);
  }
}

/** Parentheses mean something only after one of `!*+?@`; elsewhere they are part of names such as `data (1)`. */
function withLiteralParentheses(pattern: string): string {
  if (/[!*+?@]\(/.test(pattern)) return pattern;
  return pattern.replace(/(?<!\\)[()]/g, "\\$&");
}

/** The longest run of leading path parts that exist as they are spelt; `prefix` ends in "/" or is empty. */
async function splitPattern(pattern: string, baseDirectory: string) {
  const parts = pattern.split("/");
  let prefix = "";
  let used = 0;
  for (; used < parts.length - 1; used += 1) {
    const candidate = `${prefix}${parts[used]}/`;
    if (!(await exists(resolve(baseDirectory, candidate)))) break;
    prefix = candidate;
  }
  return { prefix, rest: parts.slice(used).join("/") };
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause;
    return false;
  }
}

function isOutputMarker(path: string): boolean {
  return path.split("/").some((part) => part === "_SUCCESS" || part === "_temporary");
}
