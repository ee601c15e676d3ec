/** Runs one of the project's own TypeScript scripts: `node scripts/run-ts.mjs FILE ARGS...` (bundled in memory, nothing left behind). */

import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";
import { build } from "esbuild";

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: node scripts/run-ts.mjs FILE [ARGS...]");
const root = fileURLToPath(new URL("..", import.meta.url));
// Inside the checkout, so that packages resolve as they do for the sources.
const folder = await mkdtemp(join(root, "node_modules", ".run-ts-"));
const outfile = join(folder, "script.mjs");
try {
  await build({
    entryPoints: [join(root, file)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    alias: {
      "mr-engine": join(root, "src/index.ts"),
      "mr-engine/testing": join(root, "src/testing.ts"),
    },
    define: { "import.meta.url": JSON.stringify(pathToFileURL(join(root, file)).href) },
    logLevel: "warning",
  });
  process.argv = [process.argv[0], join(root, file), ...rest];
  await import(pathToFileURL(outfile).href);
} finally {
  await rm(folder, { recursive: true, force: true });
}
