/**
 * Builds `dist/`: every entry point and the chunks they share, dependencies bundled, so that a process loads
 * a few files instead of hundreds (start-up time is part of the product). Only esbuild itself stays outside:
 * it is a native program.
 *
 * `npm run build` adds the type declarations (tsc); `npm test` needs only this script.
 */

import { chmod, mkdir, readdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "dist");

/** Entry point in dist -> source. A source that does not exist fails the build. */
const ENTRIES = {
  "bin/mr": "bin/mr.ts",
  worker: "src/worker/main.ts",
  runner: "src/worker/runner.ts",
  describe: "src/jobs/describe-child.ts",
  index: "src/index.ts",
  testing: "src/testing.ts",
};

// CommonJS dependencies call `require` for Node's own modules; in an ES module it has to be made.
const REQUIRE_BANNER = [
  'import { createRequire as mrCreateRequire } from "node:module";',
  "const require = mrCreateRequire(import.meta.url);",
].join("\n");

async function clean() {
  await mkdir(out, { recursive: true });
  for (const name of await readdir(out)) {
    if (name !== "types") await rm(join(out, name), { recursive: true, force: true });
  }
}

const partial = process.argv.includes("--partial");
const entryPoints = Object.entries(ENTRIES)
  .filter(([, source]) => !partial || existsSync(join(root, source)))
  .map(([name, source]) => ({ out: name, in: join(root, source) }));

await clean();
await build({
  absWorkingDir: root,
  entryPoints,
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  chunkNames: "chunks/[name]-[hash]",
  sourcemap: true,
  sourcesContent: false,
  legalComments: "linked",
  external: ["esbuild", "msgpackr-extract"],
  banner: { js: REQUIRE_BANNER },
  logLevel: "warning",
});
if (existsSync(join(out, "bin", "mr.js"))) await chmod(join(out, "bin", "mr.js"), 0o755);
