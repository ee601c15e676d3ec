/**
 * `mr-engine` inside a user's bundle.
 *
 * Owns: how the package's own name resolves in a job file: to the running program's built copy, and in a checkout that
 * has not been built, to its sources. Talks to: esbuild, the program's files.
 *
 * H1. Its modules are named `mr-engine:index.js` in bundles, not by where the program is installed.
 */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { OnResolveResult, Plugin } from "esbuild";
import { packageRoot } from "../config/layout.js";

const NAMESPACE = "mr-engine";
const ENTRIES: ReadonlyMap<string, string> = new Map([
  ["mr-engine", "index"],
  ["mr-engine/testing", "testing"],
]);

export function ownPackagePlugin(): Plugin {
  const root = packageRoot();
  return {
    name: "own-package",
    setup(build) {
      build.onResolve({ filter: /^mr-engine(\/|$)/ }, ({ path }) => resolveEntry(root, path));
      build.onResolve({ filter: /^\.\.?\//, namespace: NAMESPACE }, ({ path, importer }) => ({
        path: posix.join(posix.dirname(importer), path),
        namespace: NAMESPACE,
        sideEffects: false,
      }));
      // What the program itself does not carry in its files stays where the program is.
      build.onResolve({ filter: /^[^.]/, namespace: NAMESPACE }, ({ path }) => ({
        path,
        external: true,
      }));
      build.onLoad({ filter: /./, namespace: NAMESPACE }, async ({ path }) => ({
        contents: withoutSourceMap(await readFile(join(root, "dist", path), "utf8")),
        loader: "js",
      }));
    },
  };
}

function resolveEntry(root: string, specifier: string): OnResolveResult {
  const name = ENTRIES.get(specifier);
  if (name === undefined) {
    const known = [...ENTRIES.keys()].join(" and ");
    return { errors: [{ text: `There is no ${specifier}: the package has ${known}` }] };
  }
  if (existsSync(join(root, "dist", `${name}.js`))) {
    return { path: `${name}.js`, namespace: NAMESPACE, sideEffects: false };
  }
  return { path: join(root, "src", `${name}.ts`), sideEffects: false };
}

function withoutSourceMap(text: string): string {
  return text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
}
