/**
 * Inputs of a test: text, lines, bytes or named files, written to a folder and planned as a real job's input is.
 *
 * I1. The path that a job sees for in-memory input is the file's name, or the input's.
 */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { InputPlan } from "../../engine/planner.js";
import type { Json } from "../../engine/job.js";
import { listInput } from "../../input/inputs.js";
import { planSplits } from "../../input/plan-splits.js";
import { resolveQuotes } from "../../input/quote-parity.js";
import { MrError } from "../../engine/error.js";
import type { InputFormat } from "../definition.js";

/** One input: the text or bytes of a file, its lines, several files by name, or files that are there. */
export type LocalInput =
  | string
  | Uint8Array
  | readonly string[]
  | { readonly files: { readonly [name: string]: string | Uint8Array } }
  | { readonly paths: readonly string[] };

/** For a job with several inputs: one each, by name. */
export type LocalInputs = LocalInput | { readonly [name: string]: LocalInput };

export interface LocalInputOptions {
  readonly formats: { readonly [name: string]: InputFormat };
  readonly directory: string;
  readonly baseDirectory: string;
  readonly splitSizeBytes: number;
}

export async function planLocalInput(
  inputs: LocalInputs,
  options: LocalInputOptions,
): Promise<InputPlan> {
  const names = Object.keys(options.formats);
  const byName = inputsByName(inputs, names);
  const splits: InputPlan["splits"][number][] = [];
  let files = 0;
  let sizeBytes = 0;
  for (const [input, name] of names.entries()) {
    const format = options.formats[name] as InputFormat;
    const place = await writeInput(byName[name] as LocalInput, name, options);
    const found = await listInput(place.paths, place.baseDirectory);
    const planned = planSplits(found, input, format, options);
    for (const split of await resolveQuotes(planned, format)) {
      splits.push({ input, sizeBytes: split.sizeBytes, payload: split as unknown as Json });
    }
    files += found.length;
    sizeBytes += found.reduce((sum, file) => sum + file.sizeBytes, 0);
  }
  return { splits, files, sizeBytes };
}

function inputsByName(
  inputs: LocalInputs,
  names: readonly string[],
): { readonly [name: string]: LocalInput } {
  if (isNamed(inputs, names)) return inputs;
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return { [only]: inputs as LocalInput };
  throw new MrError("MR_USAGE", `the job has the inputs ${names.join(", ")}`, {
    hint: `Give one each: { ${names.map((name) => `${name}: [...]`).join(", ")} }.`,
  });
}

function isNamed(
  inputs: LocalInputs,
  names: readonly string[],
): inputs is { readonly [name: string]: LocalInput } {
  if (typeof inputs !== "object" || Array.isArray(inputs) || inputs instanceof Uint8Array) {
    return false;
  }
  const given = Object.keys(inputs);
  return given.length === names.length && names.every((name) => Object.hasOwn(inputs, name));
}

interface Place {
  readonly paths: readonly string[];
  readonly baseDirectory: string;
}

async function writeInput(
  input: LocalInput,
  name: string,
  options: LocalInputOptions,
): Promise<Place> {
  if (typeof input === "object" && "paths" in input) {
    return { paths: input.paths, baseDirectory: options.baseDirectory };
  }
  const files = contentsOf(input, name);
  const baseDirectory = join(options.directory, "input", name);
  for (const [file, content] of files) {
    const path = join(baseDirectory, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return { paths: files.map(([file]) => file), baseDirectory };
}

function contentsOf(
  input: Exclude<LocalInput, { paths: readonly string[] }>,
  name: string,
): [string, string | Uint8Array][] {
  if (typeof input === "string" || input instanceof Uint8Array) return [[name, input]];
  if ("files" in input) return Object.entries(input.files);
  return [[name, input.map((line) => `${line}\n`).join("")]];
}
