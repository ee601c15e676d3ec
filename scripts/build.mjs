/**
 * Builds `dist/`: the programs, one file each with what V8 compiles of it, and the modules that jobs import with the chunks
 * they share; dependencies bundled, so that a process loads a file or two instead of hundreds (start-up time is part of
 * the product). Only esbuild itself stays outside: it is a native program.
 *
 * `npm run build` adds the type declarations (tsc); `npm test` needs only this script.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "dist");

/** Entry point in dist -> source. A source that does not exist fails the build. */
const MODULES = {
  describe: "src/jobs/describe-child.ts",
  index: "src/index.ts",
  testing: "src/testing.ts",
};
/** One file each, which V8's compiled code can stand for (bin/load-program.ts). */
const PROGRAMS = {
  "programs/mr": "src/cli/main-program.ts",
  "programs/worker": "src/worker/main.ts",
  "programs/runner": "src/worker/runner.ts",
};
/** What is started: it finds the program. */
const STARTERS = { "bin/mr": "bin/mr.ts", worker: "bin/worker.ts", runner: "bin/runner.ts" };

// CommonJS dependencies call `require` for Node's own modules; in an ES module it has to be made.
const REQUIRE_BANNER = [
  'import { createRequire as mrCreateRequire } from "node:module";',
  "const require = mrCreateRequire(import.meta.url);",
].join("\n");

// ... and the place of a CommonJS file, in the words of an ES module.
const FILE_URL_BANNER =
  '"use strict";const mrFileUrl = require("node:url").pathToFileURL(__filename).href;';

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

const TRAINING_LIMIT_MS = 60_000;

/** Runs small jobs with the fresh build, and keeps what V8 compiles for them: `programs/NAME.code`. */
async function compileAhead() {
  await copyFile(join(root, "package.json"), join(workshop, "package.json"));
  await writeFile(
    join(workshop, "words.txt"),
    "a few words, of which some are words\n".repeat(100_000),
  );
  for (const job of [["wordcount"], ["grep", "--fixed", "--pattern", "few words"]]) {
    const words = ["run", ...job, "words.txt", "-o", `out-${job[0]}`];
    const mr = join(fresh, "bin", "mr.js");
    const { status, stderr } = spawnSync(process.execPath, [mr, ...words], {
      cwd: workshop,
      env: { PATH: process.env.PATH, TMPDIR: workshop },
      timeout: TRAINING_LIMIT_MS,
    });
    if (status !== 0) throw new Error(`the fresh build does not work: ${stderr}`);
  }
  // Of a runner that was killed while it wrote.
  for (const name of await filesBelow(fresh)) {
    if (/\.code\.\d+$/.test(name)) await rm(join(fresh, name));
  }
}

/** Every program ends with its digest: compiled code says of which text it is. */
async function stampPrograms() {
  for (const name of Object.keys(PROGRAMS)) {
    const path = join(fresh, `${name}.cjs`);
    const digest = createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
    await appendFile(path, `//${digest}`);
  }
}

/** In the place of bin/load-program.ts. */
const trainer = {
  name: "trainer",
  setup({ onResolve }) {
    const path = join(root, "scripts", "train.ts");
    onResolve({ filter: /\/load-program\.js$/ }, () => ({ path }));
  },
};

async function buildStarters(plugins) {
  await build({
    ...COMMON,
    plugins,
    entryPoints: entryPoints(STARTERS),
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  });
  await rename(join(fresh, "bin", "mr.cjs"), join(fresh, "bin", "mr.js"));
}

const workshop = join(root, `.dist-${process.pid}`);
const fresh = join(workshop, "dist");

const COMMON = {
  absWorkingDir: root,
  outdir: fresh,
  bundle: true,
  platform: "node",
  target: "node20",
  legalComments: "linked",
  // Not the names: they stand in stacks; so do lines.
  lineLimit: 200,
  minifyWhitespace: true,
  minifySyntax: true,
  // gRPC asks for the loader of proto files only for services that are not used here.
  external: ["esbuild", "msgpackr-extract", "@grpc/proto-loader"],
  logLevel: "warning",
};
const MAPS = { sourcemap: true, sourcesContent: false };

const entryPoints = (entries) =>
  Object.entries(entries).map(([out, source]) => ({ out, in: join(root, source) }));

await build({
  ...COMMON,
  ...MAPS,
  entryPoints: entryPoints(MODULES),
  splitting: true,
  format: "esm",
  chunkNames: "chunks/[name]-[hash]",
  banner: { js: REQUIRE_BANNER },
});
await build({
  ...COMMON,
  ...MAPS,
  entryPoints: entryPoints(PROGRAMS),
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { "import.meta.url": "mrFileUrl" },
  banner: { js: FILE_URL_BANNER },
});
await stampPrograms();
await mkdir(join(fresh, "bin"), { recursive: true });
await writeFile(join(fresh, "bin", "package.json"), '{ "type": "commonjs" }\n');
await buildStarters([trainer]);
await compileAhead();
await buildStarters([]);
await chmod(join(fresh, "bin", "mr.js"), 0o755);
await mkdir(out, { recursive: true });
await putInPlace(fresh);
await rm(workshop, { recursive: true, force: true });
