/**
 * Builds `dist/`: every entry point and the chunks they share, dependencies bundled, so that a process loads
 * a few files instead of hundreds (start-up time is part of the product). Only esbuild itself stays outside:
 * it is a native program.
 *
 * `npm run build` adds the type declarations (tsc); `npm test` needs only this script.
 */

import { chmod, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "dist");

/** Entry point in dist -> source. A source that does not exist fails the build. */
const ENTRIES = [
  { "bin/mr": "bin/mr.ts" },
  { worker: "src/worker/main.ts" },
  { runner: "src/worker/runner.ts" },
  { describe: "src/jobs/describe-child.ts", index: "src/index.ts", testing: "src/testing.ts" },
];

// CommonJS dependencies call `require` for Node's own modules; in an ES module it has to be made.
const REQUIRE_BANNER = [
  'import { createRequire as mrCreateRequire } from "node:module";',
  "const require = mrCreateRequire(import.meta.url);",
].join("\n");

/** Paths of all files below `folder`, relative to it. */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

/** Puts a finished build in place: a failed one leaves the last good one, and a running program finds its chunks. */
async function putInPlace(fresh) {
  const names = await filesBelow(fresh);
  for (const name of names) {
    await mkdir(dirname(join(out, name)), { recursive: true });
    await rename(join(fresh, name), join(out, name));
  }
  const kept = new Set(names);
  for (const name of await filesBelow(out)) {
    if (!kept.has(name) && !name.startsWith("types")) await rm(join(out, name), { force: true });
  }
}

const fresh = join(root, `.dist-${process.pid}`);
await Promise.all(
  ENTRIES.map((entries) =>
    build({
      absWorkingDir: root,
      entryPoints: Object.entries(entries).map(([out, source]) => ({
        out,
        in: join(root, source),
      })),
      outdir: fresh,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20",
      chunkNames: "chunks/[name]-[hash]",
      sourcemap: true,
      sourcesContent: false,
      legalComments: "linked",
      // Not the names: they stand in stacks.
      minifyWhitespace: true,
      minifySyntax: true,
      // gRPC asks for the loader of proto files only for services that are not used here.
      external: ["esbuild", "msgpackr-extract", "@grpc/proto-loader"],
      banner: { js: REQUIRE_BANNER },
      logLevel: "warning",
    }),
  ),
);
await chmod(join(fresh, "bin", "mr.js"), 0o755);
await mkdir(out, { recursive: true });
await putInPlace(fresh);
await rm(fresh, { recursive: true, force: true });
