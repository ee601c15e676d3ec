/**
 * A user's job file becomes one module with all that it imports: code travels as modules, never as function text.
 *
 * Owns: bundling and its errors. Talks to: esbuild, the program's own public API.
 *
 * U1. The same sources in the same place give the same bytes, whatever the current folder.
 * U2. `mr-engine` is the running program's own copy, in the bundle: a job file needs no node_modules for it.
 * U3. Stacks name the user's files and lines: the source map is inline and says where the sources are.
 */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildOptions, BuildResult, Plugin } from "esbuild";
import { formatSize } from "../config/sizes.js";
import { MrError } from "../engine/error.js";
import { bundleError } from "./bundle-error.js";
import { importAtRunTime } from "./import-at-run-time.js";
import { ownPackagePlugin } from "./own-package.js";

export const BUNDLE_LIMIT_BYTES = 16 * 1024 * 1024;

export interface JobBundle {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** The job file, absolute. */
  readonly file: string;
  /** Every file in the bundle, the largest first; `sizeBytes` is its share of the bundle, without the source map. */
  readonly inputs: readonly { readonly path: string; readonly sizeBytes: number }[];
}

export async function bundleJob(
  file: string,
  options: { readonly limitBytes?: number } = {},
): Promise<JobBundle> {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new MrError("MR_JOB_NOT_FOUND", `there is no file ${path}`);
  }
  const addons: Addon[] = [];
  const built = await build(path, addons);
  const addon = addons[0];
  if (addon !== undefined) throw refuseAddon(addon, path);
  const bytes = built.outputFiles[0]?.contents;
  if (bytes === undefined) throw new MrError("MR_INTERNAL", `esbuild made nothing of ${path}`);
  const inputs = inputsOf(built, dirname(path));
  checkSize(bytes, inputs, path, options.limitBytes ?? BUNDLE_LIMIT_BYTES);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { sha256, bytes, file: path, inputs };
}

type Built = BuildResult<BuildOptions & { write: false; metafile: true }>;

// CommonJS dependencies use these names; `var`, because a bundled module may declare them as well. The imported names
// are ours alone: the program's own files have a banner too.
const BANNER = [
  'import { createRequire as mrJobCreateRequire } from "node:module";',
  'import { fileURLToPath as mrJobFileURLToPath } from "node:url";',
  "var require = mrJobCreateRequire(import.meta.url);",
  "var __filename = mrJobFileURLToPath(import.meta.url);",
  'var __dirname = mrJobFileURLToPath(new URL(".", import.meta.url));',
].join(" ");

let building = 0;

async function build(path: string, addons: Addon[]): Promise<Built> {
  const esbuild = (await importAtRunTime("esbuild")) as typeof import("esbuild");
  const folder = dirname(path);
  building += 1;
  try {
    return await esbuild.build({
      absWorkingDir: folder,
      entryPoints: [basename(path)],
      outfile: join(folder, "bundle.mjs"),
      write: false,
      metafile: true,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      keepNames: true,
      legalComments: "none",
      sourcemap: "inline",
      sourcesContent: true,
      sourceRoot: `${pathToFileURL(folder).href}/`,
      banner: { js: BANNER },
      plugins: [ownPackagePlugin(), addonPlugin(addons)],
      logLevel: "silent",
    });
  } catch (error) {
    throw bundleError(error, path);
  } finally {
    building -= 1;
    // esbuild keeps a helper process for the next build; there is rarely one.
    if (building === 0) await esbuild.stop();
  }
}

interface Addon {
  readonly path: string;
  readonly importer: string;
}

/** Addons are machine code for one platform; what happens on a worker must not depend on luck. */
function addonPlugin(found: Addon[]): Plugin {
  return {
    name: "no-addons",
    setup(build) {
      build.onResolve({ filter: /\.node$/ }, ({ path, importer }) => {
        found.push({ path, importer });
        return { path, external: true };
      });
    },
  };
}

function refuseAddon({ path, importer }: Addon, file: string): MrError {
  return new MrError("MR_JOB_INVALID", `${file} needs the native addon ${path}`, {
    hint: `It is imported by ${importer}. A job's code must run on every worker: use a package in plain JavaScript or WebAssembly.`,
  });
}

function inputsOf({ metafile }: Built, folder: string): JobBundle["inputs"] {
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .map(([path, { bytesInOutput }]) => ({
      path: path.startsWith("mr-engine:") ? path : resolve(folder, path),
      sizeBytes: bytesInOutput,
    }))
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.path < b.path ? -1 : 1));
}

function checkSize(
  bytes: Uint8Array,
  inputs: JobBundle["inputs"],
  file: string,
  limitBytes: number,
): void {
  if (bytes.length <= limitBytes) return;
  const largest = inputs
    .slice(0, 5)
    .map(({ path, sizeBytes }) => `${path} (${formatSize(sizeBytes)})`)
    .join(", ");
  throw new MrError(
    "MR_JOB_INVALID",
    `${file} and what it imports make a bundle of ${formatSize(bytes.length)}; the limit is ${formatSize(limitBytes)}`,
    { hint: `The largest files in it: ${largest}.` },
  );
}
