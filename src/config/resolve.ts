/**
 * Options from all their places into one complete readonly value: flag, then environment, then file, then default.
 *
 * Owns: parsing, limits and defaults of options; it is the only reader of `process.env`.
 * Talks to: options.ts, sizes.ts, durations.ts, addresses.ts.
 *
 * V1. An error names the place the value came from (flag, variable or file), the bad value and what is allowed.
 * V2. A file with an unknown field is an error: a misspelt option must not be silently ignored.
 */

import { readFileSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { MrError } from "../engine/error.js";
import { parseAddress } from "./addresses.js";
import { formatDuration, parseDuration } from "./durations.js";
import { OPTION_NAMES, type OptionName, type Options, type RawOptions } from "./options.js";
import { formatSizeExact, parseSize } from "./sizes.js";

export interface Environment {
  readonly [name: string]: string | undefined;
}

/** The one door to the process's environment; children get a copy passed explicitly. */
export function processEnvironment(): Environment {
  return process.env;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

interface Given {
  readonly text: string;
  /** `--memory`, `MR_MEMORY` or `"memory" in /home/me/mr.config.json`. */
  readonly source: string;
}

interface Sources {
  readonly raw: RawOptions;
  readonly environment: Environment;
  readonly file: { readonly path: string; readonly values: RawOptions } | null;
}

export interface ResolveContext {
  readonly environment: Environment;
  readonly cwd: string;
}

export function resolveOptions(raw: RawOptions, { environment, cwd }: ResolveContext): Options {
  const sources: Sources = { raw, environment, file: readConfigFile(environment, cwd) };
  const pick = (name: OptionName) => given(sources, name);
  const workers = wholeNumber(pick("workers"), 1, 1, 256);
  const cores = availableParallelism();
  return {
    reducers: wholeNumber(pick("reducers"), null, 1, 100_000),
    workers,
    slots: wholeNumber(pick("slots"), Math.max(1, Math.floor(cores / workers)), 1, 1024),
    master: address(pick("master")),
    tokenFile: pick("tokenFile")?.text ?? null,
    splitSizeBytes: size(pick("splitSize"), null, KIB, 64 * GIB),
    memoryBytes: size(pick("memory"), 128 * MIB, MIB, 64 * GIB),
    format: choice(pick("format"), ["text", "jsonl", "csv", "raw"]),
    compression: choice(pick("compress"), ["none", "gzip"]),
    skipBadRecords: wholeNumber(pick("skipBad"), 0, 0, 1_000_000),
    taskMemoryBytes: size(pick("taskMemory"), null, 64 * MIB, 1024 * GIB),
    maxAttempts: wholeNumber(pick("maxAttempts"), 4, 1, 100),
    recordLimitBytes: size(pick("recordLimit"), 64 * MIB, KIB, GIB),
    taskTimeoutMs: duration(pick("taskTimeout"), 600_000, 1000, 7 * 86_400_000),
    progress: choice(pick("progress"), ["auto", "tty", "plain", "json", "none"]) ?? "auto",
  };
}

function given({ raw, environment, file }: Sources, name: OptionName): Given | null {
  const { flag, variable } = OPTION_NAMES[name];
  const fromFlag = raw[name];
  if (fromFlag !== undefined) return { text: fromFlag, source: flag };
  const fromEnvironment = environment[variable];
  // An empty variable counts as not set: that is how people unset one for a single command.
  if (fromEnvironment !== undefined && fromEnvironment !== "") {
    return { text: fromEnvironment, source: variable };
  }
  const fromFile = file?.values[name];
  if (file === null || fromFile === undefined) return null;
  return { text: fromFile, source: `"${name}" in ${file.path}` };
}

/** `mr.config.json` of the working folder, else of the user's configuration folder; the first one found counts. */
function readConfigFile(environment: Environment, cwd: string): Sources["file"] {
  const home = environment["HOME"];
  const configHome =
    environment["XDG_CONFIG_HOME"] || (home === undefined ? undefined : join(home, ".config"));
  const candidates = [join(cwd, "mr.config.json")];
  if (configHome !== undefined) candidates.push(join(configHome, "mr", "config.json"));
  for (const path of candidates) {
    const text = readIfThere(path);
    if (text !== null) return { path, values: parseConfig(path, text) };
  }
  return null;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && isAbsence(error.code)) return null;
    throw new MrError("MR_CONFIG", `cannot read ${path}: ${String(error)}`, { cause: error });
  }
}

function isAbsence(code: unknown): boolean {
  return code === "ENOENT" || code === "ENOTDIR";
}

function parseConfig(path: string, text: string): RawOptions {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new MrError("MR_CONFIG", `${path} is not valid JSON: ${String(error)}`, { cause: error });
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new MrError("MR_CONFIG", `${path} must hold one JSON object`);
  }
  const values: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (!Object.hasOwn(OPTION_NAMES, name)) {
      const allowed = Object.keys(OPTION_NAMES).join(", ");
      throw new MrError("MR_CONFIG", `${path}: unknown option "${name}"`, {
        hint: `The options are ${allowed}.`,
      });
    }
    if (typeof value !== "string" && typeof value !== "number") {
      throw new MrError("MR_CONFIG", `${path}: "${name}" must be a text or a number`);
    }
    values[name] = String(value);
  }
  return values;
}

function bad({ text, source }: Given, allowed: string): MrError {
  return new MrError("MR_CONFIG", `${source}: ${JSON.stringify(text)} is not allowed`, {
    hint: `Allowed: ${allowed}.`,
  });
}

function wholeNumber(value: Given | null, missing: number, low: number, high: number): number;
function wholeNumber(
  value: Given | null,
  missing: number | null,
  low: number,
  high: number,
): number | null;
function wholeNumber(value: Given | null, missing: number | null, low: number, high: number) {
  if (value === null) return missing;
  const number = /^\d+$/.test(value.text) ? Number(value.text) : Number.NaN;
  if (number >= low && number <= high) return number;
  throw bad(value, `a whole number from ${low} to ${high}`);
}

function size(value: Given | null, missing: number, low: number, high: number): number;
function size(
  value: Given | null,
  missing: number | null,
  low: number,
  high: number,
): number | null;
function size(value: Given | null, missing: number | null, low: number, high: number) {
  if (value === null) return missing;
  const bytes = parseSize(value.text);
  if (bytes !== null && bytes >= low && bytes <= high) return bytes;
  throw bad(
    value,
    `a size from ${formatSizeExact(low)} to ${formatSizeExact(high)}, such as 64M or 1G`,
  );
}

function duration(value: Given | null, missing: number, low: number, high: number): number {
  if (value === null) return missing;
  const ms = parseDuration(value.text);
  if (ms !== null && ms >= low && ms <= high) return ms;
  throw bad(
    value,
    `a duration from ${formatDuration(low)} to ${formatDuration(high)}, such as 90s or 10m`,
  );
}

function choice<const T extends string>(value: Given | null, allowed: readonly T[]): T | null {
  if (value === null) return null;
  const found = allowed.find((name) => name === value.text);
  if (found === undefined) throw bad(value, allowed.join(", "));
  return found;
}

function address(value: Given | null): string | null {
  if (value === null || value.text === "local") return null;
  const parsed = parseAddress(value.text);
  if (parsed === null || parsed.port === 0) {
    throw bad(value, "host:port, such as 10.0.0.5:7070, or local");
  }
  return value.text;
}

/** Where programs keep what must survive them, by the XDG rules. */
export function stateFolder(environment: Environment): string {
  const base =
    environment["XDG_STATE_HOME"] || join(environment["HOME"] || homedir(), ".local/state");
  return join(base, "mr");
}
