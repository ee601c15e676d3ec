/** Builds one source file, with all it imports, to a program that Node runs: for tests of real processes. */

import { symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { packageRoot } from "../../../src/config/layout.js";

/** `source` is relative to the package's root; the answer is the absolute path of the program in `directory`. */
export async function buildEntry(source: string, directory: string): Promise<string> {
  const name = basename(source, ".ts");
  await build({
    entryPoints: { [name]: join(packageRoot(), source) },
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
  });
  return join(directory, `${name}.mjs`);
}

/** Lets programs built into `directory` find the package's dependencies and its own files. */
export function linkPackage(directory: string): void {
  for (const name of ["node_modules", "package.json", "proto"]) {
    symlinkSync(join(packageRoot(), name), join(directory, name));
  }
}
