/**
 * Reads a published output back, parts in order, decompressed: for `-o -` and for showing the first lines.
 *
 * R1. Only `part-*` files are the result; further named outputs are left alone.
 */

import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { MANIFEST_NAME, parseManifest } from "./manifest.js";

const READ_BYTES = 1 << 20;

/** The result's bytes, a chunk at a time. */
export async function* readOutput(directory: string): AsyncGenerator<Buffer> {
  const path = join(directory, MANIFEST_NAME);
  const manifest = parseManifest(await readFile(path, "utf8"), path);
  for (const part of manifest.parts) {
    if (!part.name.startsWith("part-") || part.bytes === 0) continue;
    const file = createReadStream(join(directory, part.name), { highWaterMark: READ_BYTES });
    if (!part.name.endsWith(".gz")) {
      for await (const chunk of file) yield chunk as Buffer;
      continue;
    }
    const unzipped = createGunzip();
    // pipe does not hand errors on; without this a read error would wait for ever.
    file.on("error", (error) => unzipped.destroy(error));
    for await (const chunk of file.pipe(unzipped)) yield chunk as Buffer;
  }
}

/** At most `count` first lines of the result, each cut to `widthLimit` characters. */
export async function previewOutput(
  directory: string,
  count: number,
  widthLimit = 200,
): Promise<string[]> {
  let text = "";
  for await (const chunk of readOutput(directory)) {
    text += chunk.toString("utf8", 0, Math.min(chunk.length, count * widthLimit * 4));
    if (text.split("\n").length > count || text.length > count * widthLimit * 4) break;
  }
  const lines = text.split("\n").slice(0, count);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => (line.length > widthLimit ? `${line.slice(0, widthLimit)}…` : line));
}
