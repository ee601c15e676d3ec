/**
 * Everything below a folder that is input.
 *
 * Owns: which entries count. Talks to: the file system.
 *
 * W1. Every regular file counts, dot files too, except what is called `_SUCCESS`, `_skipped-...`, or `_temporary` or lies
 *     below it.
 * W2. Links to files are followed, links to folders are not, links to nothing are left out.
 * W3. Pipes, sockets and devices are left out: reading them could wait for ever.
 */

import type { Dirent, Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { systemCode, unreadableInput } from "./input-error.js";
import { encodePath, pathBytes, pathText } from "./path-bytes.js";

export interface FoundFile {
  /** Absolute, in the spelling of path-bytes. */
  readonly path: string;
  readonly label: string;
}

/** Adds to `found` in no particular order. */
export async function walkFolder(folder: FoundFile, found: FoundFile[]): Promise<void> {
  const waiting: FoundFile[] = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of await entriesOf(next)) {
      const child = { path: join(next.path, entry.name), label: join(next.label, entry.name) };
      if (entry.name === "_temporary" || entry.name === "_SUCCESS") continue;
      if (entry.name.startsWith("_skipped-")) continue;
      if (entry.kind === "folder") waiting.push(child);
      else if (entry.kind === "file" || (await isFile(child))) found.push(child);
    }
  }
}

interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder" | "unknown";
}

async function entriesOf(folder: FoundFile): Promise<Entry[]> {
  try {
    const entries = await readdir(pathBytes(folder.path), { withFileTypes: true });
    if (!entries.some((entry) => entry.name.includes("\uFFFD"))) {
      return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
    }
    // Some name may not be UTF-8: only its bytes tell.
    const options = { withFileTypes: true, encoding: "buffer" } as const;
    const exact = await readdir(pathBytes(folder.path), options);
    return exact.map((entry) => ({ name: pathText(entry.name), kind: kindOf(entry) }));
  } catch (cause) {
    throw unreadableInput(folder.label, "list the folder", cause);
  }
}

function kindOf(entry: Dirent<string> | Dirent<NonSharedBuffer>): Entry["kind"] {
  return entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "unknown";
}

/** For links, special files, and file systems that do not say what an entry is. */
async function isFile(child: FoundFile): Promise<boolean> {
  let target: Stats;
  try {
    target = await stat(pathBytes(child.path));
  } catch (cause) {
    const code = systemCode(cause);
    if (code === "ENOENT" || code === "ELOOP" || code === "ENOTDIR") return false;
    throw unreadableInput(child.label, "look at", cause);
  }
  return target.isFile();
}

function join(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

/** Order of labels: by their bytes. */
export function sortByLabel<T extends { readonly label: string }>(files: readonly T[]): T[] {
  // Strings compare by UTF-16 code units, which is the order of their bytes unless there are surrogates.
  if (!files.some((file) => /[\uD800-\uDFFF]/.test(file.label))) {
    return [...files].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  }
  return files
    .map((file) => ({ file, bytes: encodePath(file.label) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ file }) => file);
}
