/**
 * Where the program's own files are, from a checkout and from an installed package alike.
 *
 * Y1. Child processes always run the built entry points in `dist/`, also when the parent runs from sources.
 */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MrError } from "../engine/error.js";

let root: string | undefined;

/** The folder that holds this package's package.json. */
export function packageRoot(): string {
  if (root !== undefined) return root;
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new MrError("MR_INTERNAL", "the program's package.json is missing");
    folder = parent;
  }
  root = folder;
  return folder;
}

const ENTRY_FILES = {
  worker: "worker.cjs",
  runner: "runner.cjs",
  describe: "describe.js",
} as const;

export type EntryPoint = keyof typeof ENTRY_FILES;

/** Absolute path of a built entry point, to be run with `process.execPath`. */
export function entryPoint(name: EntryPoint): string {
  const path = join(packageRoot(), "dist", ENTRY_FILES[name]);
  if (!existsSync(path)) {
    throw new MrError("MR_INTERNAL", `${path} is missing`, { hint: "Run `npm run build` first." });
  }
  return path;
}

let ownVersion: string | undefined;

/** The package's version; both sides of every connection compare it. */
export function version(): string {
  if (ownVersion !== undefined) return ownVersion;
  const text = readFileSync(join(packageRoot(), "package.json"), "utf8");
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || !("version" in parsed)) {
    throw new MrError("MR_INTERNAL", "the program's package.json names no version");
  }
  ownVersion = String(parsed.version);
  return ownVersion;
}
