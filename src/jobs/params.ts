/**
 * A job's parameters from the command line's strings to the values that its functions see.
 *
 * Owns: parsing, checking and reviving parameters. Talks to: nobody; schemas of `custom` parameters are user code, so
 * this runs where the job's module is loaded.
 *
 * V1. `resolveParams` gives JSON that travels in JobSpec.params; `reviveParams` of that JSON gives the same values
 *     everywhere. What is resolved once resolves to itself.
 * V2. A refused parameter is an MR_PARAMETER error that names the flag, the value and what would be allowed.
 */

import { parseSize } from "../config/sizes.js";
import { MrError, unreachable } from "../engine/error.js";
import type { Json } from "../engine/job.js";
import { isStandardSchema, type SchemaResult } from "./api/param.js";
import type { ParamSpec } from "./definition.js";
import { didYouMean } from "./did-you-mean.js";

/** As the command line or a test gives them, by flag (`record-length`) or by name (`recordLength`). */
export interface RawParams {
  readonly [name: string]: unknown;
}

export interface Specs {
  readonly [name: string]: ParamSpec;
}

/** `recordLength` -> `--record-length` */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll("_", "-")}`;
}

export async function resolveParams(
  specs: Specs,
  raw: RawParams,
): Promise<{ readonly [name: string]: Json }> {
  const given = byName(specs, raw);
  const resolved: [string, Json][] = [];
  for (const [name, spec] of Object.entries(specs)) {
    const value = given.has(name) ? given.get(name) : spec.default;
    const json = await resolve(name, spec, value);
    if (json !== undefined) resolved.push([name, json]);
  }
  return Object.fromEntries(resolved);
}

export async function reviveParams(
  specs: Specs,
  json: { readonly [name: string]: Json },
): Promise<{ readonly [name: string]: unknown }> {
  const values: [string, unknown][] = [];
  for (const [name, spec] of Object.entries(specs)) {
    values.push([name, await revive(spec, json[name])]);
  }
  return Object.fromEntries(values);
}

const SEE_HELP = "`mr run JOB --help` lists the job's parameters and what each may be.";

function byName(specs: Specs, raw: RawParams): Map<string, unknown> {
  const names = new Map<string, string>();
  for (const name of Object.keys(specs)) names.set(name, name).set(flagOf(name).slice(2), name);
  const given = new Map<string, unknown>();
  for (const [key, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    const name = names.get(key);
    if (name === undefined) {
      const flags = Object.keys(specs).map(flagOf);
      throw new MrError("MR_PARAMETER", `the job has no parameter --${key}`, {
        hint: didYouMean(`--${key}`, flags, "parameters"),
      });
    }
    if (given.has(name))
      throw new MrError("MR_PARAMETER", `${flagOf(name)} is given twice`, { hint: SEE_HELP });
    given.set(name, value);
  }
  return given;
}

async function resolve(name: string, spec: ParamSpec, value: unknown): Promise<Json | undefined> {
  if (spec.type === "custom") return resolveCustom(name, spec, value);
  if (value === undefined) {
    throw new MrError("MR_PARAMETER", `${flagOf(name)} is required`, {
      hint: `Give ${flagOf(name)} ${allowed(spec)}.`,
    });
  }
  if (value === null && spec.default === null) return null;
  if (Array.isArray(value)) {
    throw new MrError("MR_PARAMETER", `${flagOf(name)} is given ${value.length} times`, {
      hint: SEE_HELP,
    });
  }
  if (value === true && spec.type !== "boolean") {
    throw new MrError("MR_PARAMETER", `${flagOf(name)} needs a value: ${allowed(spec)}`, {
      hint: SEE_HELP,
    });
  }
  const parsed = parse(spec, value);
  if (parsed !== null) return parsed;
  throw new MrError("MR_PARAMETER", `${flagOf(name)} ${show(value)} is not ${allowed(spec)}`, {
    hint: SEE_HELP,
  });
}

/** Null: not allowed. */
function parse(spec: ParamSpec, value: unknown): Json {
  switch (spec.type) {
    case "string":
      return typeof value === "string" ? value : null;
    case "number":
      return inRange(spec, parseNumber(value));
    case "integer": {
      const number = parseNumber(value);
      return Number.isSafeInteger(number) ? inRange(spec, number) : null;
    }
    case "size":
      return inRange(spec, typeof value === "string" ? parseSize(value) : parseNumber(value));
    case "boolean":
      return typeof value === "string" ? (BOOLEANS[value.toLowerCase()] ?? null) : Boolean(value);
    case "choice":
      return typeof value === "string" && spec.choices.includes(value) ? value : null;
    case "date":
      return parseDate(value);
    case "custom":
      return null;
    default:
      return unreachable(spec.type, "parse");
  }
}

const BOOLEANS: { readonly [text: string]: boolean | undefined } = Object.assign(
  Object.create(null) as object,
  { true: true, yes: true, on: true, 1: true, false: false, no: false, off: false, 0: false },
);

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function parseNumber(value: unknown): number | null {
  const number = typeof value === "string" && NUMBER.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

function inRange({ minimum = -Infinity, maximum = Infinity }: ParamSpec, value: number | null) {
  return value !== null && value >= minimum && value <= maximum ? value : null;
}

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/;

/** Without a zone: UTC, so that it means the same on every machine. */
function parseDate(value: unknown): string | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  const match = typeof value === "string" ? DATE.exec(value.trim()) : null;
  if (match === null) return null;
  const [, day = "", time = "00:00", zone = "Z"] = match;
  const midnight = new Date(`${day}T00:00Z`);
  // The 30th of February would silently become a day in March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return null;
  const date = new Date(`${day}T${time}${zone}`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function allowed(spec: ParamSpec): string {
  const { minimum, maximum } = spec;
  const range =
    minimum !== undefined && maximum !== undefined
      ? ` from ${minimum} to ${maximum}`
      : minimum !== undefined
        ? ` from ${minimum}`
        : maximum !== undefined
          ? ` up to ${maximum}`
          : "";
  switch (spec.type) {
    case "string":
      return "a text";
    case "number":
      return `a number${range}`;
    case "integer":
      return `a whole number${range}`;
    case "size":
      return `a number of bytes such as 64M${range}`;
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${spec.choices.join(", ")}`;
    case "date":
      return "a date such as 2026-01-31 or 2026-01-31T12:00:00Z";
    case "custom":
      return "a value that the job accepts";
    default:
      return unreachable(spec.type, "allowed");
  }
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** A schema gets the text; if it refuses and the text is JSON, it gets what the JSON says: `5` may be a number. */
async function resolveCustom(
  name: string,
  spec: ParamSpec,
  value: unknown,
): Promise<Json | undefined> {
  const asGiven = await validate(spec, value);
  if (asGiven.issues === undefined) return value as Json | undefined;
  const json = typeof value === "string" ? parseJson(value) : undefined;
  if (json !== undefined && (await validate(spec, json)).issues === undefined) return json;
  const why = asGiven.issues.map(({ message }) => message).join("; ");
  throw new MrError(
    "MR_PARAMETER",
    value === undefined
      ? `${flagOf(name)} is required: ${why}`
      : `${flagOf(name)} ${show(value)} is refused by the job: ${why}`,
    { hint: SEE_HELP },
  );
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function validate(spec: ParamSpec, value: unknown): Promise<SchemaResult<unknown>> {
  if (!isStandardSchema(spec.schema)) {
    throw new MrError("MR_JOB_INVALID", "a custom parameter has no Standard Schema");
  }
  return spec.schema["~standard"].validate(value);
}

async function revive(spec: ParamSpec, json: Json | undefined): Promise<unknown> {
  if (spec.type === "date") return typeof json === "string" ? new Date(json) : null;
  if (spec.type !== "custom") return json ?? null;
  const result = await validate(spec, json);
  if (result.issues === undefined) return result.value;
  throw new MrError("MR_PARAMETER", result.issues.map(({ message }) => message).join("; "), {
    hint: SEE_HELP,
  });
}
