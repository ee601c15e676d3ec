/**
 * From the name of a job's code to the definition that runs.
 *
 * Owns: importing job modules, what is said about one that cannot be used, and building the definition with its
 * parameters. Talks to: the library, params.
 *
 * O1. Importing a bundle runs user code: only child processes and tests do it.
 * O2. `loadDefinition` gives a definition whose `values` hold every parameter, revived.
 */

import { pathToFileURL } from "node:url";
import { isErrorCode, MrError, unreachable } from "../engine/error.js";
import type { CodeRef, Json } from "../engine/job.js";
import { importAtRunTime } from "./import-at-run-time.js";
import { isJobModule, type JobDefinition, type JobModule } from "./definition.js";
import { loadLibraryJob } from "./library/index.js";
import { reviveParams } from "./params.js";
import { userFrame } from "./user-frame.js";

/** `bundlePath`: where the bundle's bytes are, a file whose name ends in `.mjs`; null for library jobs. */
export async function loadDefinition(
  code: CodeRef,
  params: { readonly [name: string]: Json },
  bundlePath: string | null,
): Promise<JobDefinition> {
  return buildDefinition(await loadModule(code, bundlePath), params, sourceOf(code));
}

export async function loadModule(code: CodeRef, bundlePath: string | null): Promise<JobModule> {
  if (code.kind === "library") return loadLibraryJob(code.name);
  if (bundlePath === null) throw new MrError("MR_INTERNAL", `no bundle for ${code.file}`);
  let exported: { readonly [name: string]: unknown };
  try {
    const url = pathToFileURL(bundlePath).href;
    exported = (await importAtRunTime(url)) as typeof exported;
  } catch (error) {
    throw userError(error, `${code.file} failed while it was loaded`);
  }
  return checkModule(exported, code.file);
}

/** `params` as `resolveParams` made them. */
export async function buildDefinition(
  module: JobModule,
  params: { readonly [name: string]: Json },
  source = "the job",
): Promise<JobDefinition> {
  const values = await reviveParams(module.params, params);
  switch (module.type) {
    case "map-reduce":
      return { ...module, values };
    case "parametrised":
      return { ...checkBuilt(callBuild(module, values, source), source), values };
    default:
      return unreachable(module, "buildDefinition");
  }
}

/** What a thrown value of user code is to the user: its own message and place. */
export function userError(error: unknown, what: string): MrError {
  const known = asMrError(error);
  if (known !== null) return known;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  const frame = stack === undefined ? null : userFrame(stack);
  const wrapped = new MrError(
    "MR_USER_CODE",
    `${what}: ${text}${frame === null ? "" : ` (${frame})`}`,
    { cause: error },
  );
  if (stack !== undefined) wrapped.stack = stack;
  return wrapped;
}

/** A bundle carries its own copy of MrError: it is known by its code. */
function asMrError(error: unknown): MrError | null {
  if (error instanceof MrError) return error;
  if (!(error instanceof Error) || error.name !== "MrError" || !("code" in error)) return null;
  const { code, message, stack } = error;
  if (typeof code !== "string" || !isErrorCode(code)) return null;
  const hint = "hint" in error && typeof error.hint === "string" ? { hint: error.hint } : {};
  return MrError.fromRecord({ code, message, ...hint, ...(stack === undefined ? {} : { stack }) });
}

function callBuild(
  module: Extract<JobModule, { type: "parametrised" }>,
  values: { readonly [name: string]: unknown },
  source: string,
): unknown {
  try {
    return module.build(values);
  } catch (error) {
    throw userError(error, `${source} failed while the job was built from its parameters`);
  }
}

const EXPECTED = "Export a job: `export default mapReduce({...})`.";

function checkModule(exported: { readonly [name: string]: unknown }, file: string): JobModule {
  if (!("default" in exported)) {
    const names = Object.keys(exported);
    const found = names.length === 0 ? "it exports nothing" : `it exports ${names.join(", ")}`;
    throw new MrError("MR_JOB_INVALID", `${file} has no default export: ${found}`, {
      hint: EXPECTED,
    });
  }
  return checkJob(exported["default"], `the default export of ${file}`);
}

function checkJob(value: unknown, what: string): JobModule {
  if (!isJobModule(value)) {
    throw new MrError("MR_JOB_INVALID", `${what} is ${describeValue(value)}, not a job`, {
      hint: EXPECTED,
    });
  }
  if (value.api !== 1) {
    throw new MrError("MR_JOB_INVALID", `${what} is made for another version of mr-engine`, {
      hint: "Run the job with the version of mr that it was bundled with.",
    });
  }
  return value;
}

function checkBuilt(value: unknown, source: string): JobDefinition {
  const built = checkJob(value, `what withParams() of ${source} builds`);
  if (built.type === "map-reduce" && Object.keys(built.params).length === 0) return built;
  throw new MrError("MR_JOB_INVALID", `withParams() of ${source} builds a job with parameters`, {
    hint: "Declare every parameter in the first argument of withParams().",
  });
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return `the function ${value.name || "(without a name)"}`;
  if (value instanceof Promise) return "a promise";
  if (typeof value !== "object") return `a ${typeof value}`;
  const names = Object.keys(value).slice(0, 5).join(", ");
  return names === "" ? "an empty object" : `an object with ${names}`;
}

function sourceOf(code: CodeRef): string {
  return code.kind === "library" ? code.name : code.file;
}
