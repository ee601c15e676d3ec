/**
 * Real files: a bounded part of this machine's documentation, the same part each time on the same machine.
 */

import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { shell } from "./cli.js";

const SOURCE = "/usr/share/doc";
const MOST_BYTES = 8_000_000;
const LARGEST_FILE_BYTES = 700_000;
/** Files are taken from all over the tree: every so many of them. */
const STRIDE = 5;

export const hasRealTree: boolean = existsSync(SOURCE) && readdirSync(SOURCE).length > 20;

/** Copies them to `folder/name`, and decompressed to `folder/plain/name`. */
export function makeRealTree(folder: string, name: string): void {
  const files = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(SOURCE.length + 1))
    .toSorted();
  let left = MOST_BYTES;
  for (const [index, file] of files.entries()) {
    if (index % STRIDE !== 0) continue;
    const { size } = statSync(join(SOURCE, file));
    if (size > LARGEST_FILE_BYTES || size > left) continue;
    left -= size;
    const target = join(folder, name, file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(SOURCE, file), target);
  }
  const unzip = `find 'plain/${name}' -name '*.gz' -exec sh -c 'for f do gzip -dc "$f" > tmp && mv tmp "$f"; done' sh {} +`;
  shell(`mkdir plain && cp -R '${name}' plain && ${unzip}`, folder);
}
