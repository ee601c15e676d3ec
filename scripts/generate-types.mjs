/**
 * Makes `src/rpc/generated` from `proto/mr.proto`: the types, and the codecs (generate-codecs.mjs). The options are those
 * with which the program makes objects of messages (src/rpc/load-options.ts): they are read from there, not repeated here.
 *
 * `--check` changes nothing and fails when the committed types are not those of the proto.
 */

import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { codecsOf } from "./generate-codecs.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const committed = join(root, "src", "rpc", "generated");

/** `longs: Number` becomes `--longs=Number`, `defaults: true` becomes `--defaults`. */
async function loadFlags() {
  const result = await build({
    entryPoints: [join(root, "src", "rpc", "load-options.ts")],
    format: "esm",
    write: false,
  });
  const code = Buffer.from(result.outputFiles[0].contents).toString("base64");
  const { LOAD_OPTIONS } = await import(`data:text/javascript;base64,${code}`);
  return Object.entries(LOAD_OPTIONS).map(([name, value]) => {
    if (value === true) return `--${name}`;
    return `--${name}=${typeof value === "function" ? value.name : value}`;
  });
}

const require = createRequire(import.meta.url);

async function generate(directory) {
  const loader = dirname(require.resolve("@grpc/proto-loader/package.json"));
  const tool = join(loader, "build", "bin", "proto-loader-gen-types.js");
  execFileSync(process.execPath, [
    tool,
    "mr.proto",
    ...(await loadFlags()),
    "--grpcLib=@grpc/grpc-js",
    "--importFileExtension=.js",
    "--inputTemplate=%sInput",
    "--outputTemplate=%s",
    `--outDir=${directory}`,
    `--includeDirs=${join(root, "proto")}`,
  ]);
  await makeRelative(directory);
  await writeFile(join(directory, "codecs.ts"), codecsOf(join(root, "proto", "mr.proto")));
}

/** The tool writes the proto's absolute path into every file, which differs from checkout to checkout. */
async function makeRelative(directory) {
  for (const [name, text] of await contents(directory)) {
    await writeFile(join(directory, name), text.replaceAll(root, ""));
  }
}

async function contents(directory) {
  const files = new Map();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    files.set(relative(directory, path), await readFile(path, "utf8"));
  }
  return files;
}

async function check() {
  const fresh = await mkdtemp(join(tmpdir(), "mr-generated-"));
  try {
    await generate(fresh);
    const [wanted, found] = [await contents(fresh), await contents(committed)];
    const names = new Set([...wanted.keys(), ...found.keys()]);
    const stale = [...names].filter((name) => wanted.get(name) !== found.get(name));
    if (stale.length === 0) return;
    console.error(`src/rpc/generated is not what proto/mr.proto gives: ${stale.join(", ")}`);
    console.error("Run `npm run generate` and commit the result.");
    process.exitCode = 1;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

if (process.argv.includes("--check")) {
  await check();
} else {
  await rm(committed, { recursive: true, force: true });
  await generate(committed);
}
