/**
 * From the paths a person gave to the named inputs of the job; standard input becomes a private file.
 *
 * N1. Existence is looked at, contents are not: listing and splitting is the master's work and is done once.
 * N2. Labels stay what was typed: `-` for standard input, relative paths relative.
 */

import { createWriteStream, existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { MrError } from "../../engine/error.js";
import type { InputSpec } from "../../engine/job.js";
import type { Io } from "../io.js";
import { counted } from "../render/words.js";
import { didYouMean } from "../../jobs/did-you-mean.js";

const STANDARD_INPUT = "-";
const GLOB_CHARACTERS = /[*?{}()[\]!+@\\]/;

export interface GivenInputs {
  /** Of the job, in its order. */
  readonly names: readonly string[];
  readonly paths: readonly string[];
  /** `name=path` of `--input`. */
  readonly named: readonly string[];
}

/** Pure: which path belongs to which input. */
export function assignInputs({ names, paths, named }: GivenInputs): InputSpec[] {
  const byName = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const text of named) addNamed(text, byName);
  const open = names.filter((name) => byName.get(name)?.length === 0);
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    byName.get(only)?.push(...paths);
  } else if (paths.length === open.length) {
    open.forEach((name, index) => byName.get(name)?.push(...paths.slice(index, index + 1)));
  } else {
    throw miscounted(open, paths, names);
  }
  return names.map((name) => {
    const own = byName.get(name) ?? [];
    if (own.length === 0) {
      throw new MrError("MR_USAGE", "no input given", {
        hint: "Name files, folders or globs behind the job; - is standard input.",
      });
    }
    return { name, paths: own };
  });
}

function addNamed(text: string, byName: ReadonlyMap<string, string[]>): void {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals));
  const own = byName.get(name);
  if (equals > 0 && own !== undefined) {
    own.push(text.slice(equals + 1));
    return;
  }
  const known = [...byName.keys()];
  throw new MrError("MR_USAGE", `--input ${text}: the job has no input of that name`, {
    hint: `Write --input name=path. ${didYouMean(name, known, "inputs")}`,
  });
}

function miscounted(
  open: readonly string[],
  paths: readonly string[],
  names: readonly string[],
): MrError {
  const needs = open.length === 0 ? "are all given by --input" : `still need ${open.length}`;
  return new MrError(
    "MR_USAGE",
    `the job's inputs (${names.join(", ")}) ${needs}, but ${counted(paths.length, "path")} given`,
    { hint: `Give one path each, or ${names.map((name) => `--input ${name}=PATH`).join(" ")}.` },
  );
}

export function usesStandardInput(inputs: readonly InputSpec[]): boolean {
  return inputs.some((input) => input.paths.includes(STANDARD_INPUT));
}

/** A path without glob characters that is not there fails now, before anything is started for it. */
export function checkInputsExist(inputs: readonly InputSpec[], cwd: string): void {
  for (const path of inputs.flatMap((input) => input.paths)) {
    if (path === STANDARD_INPUT || GLOB_CHARACTERS.test(path)) continue;
    if (path === "") throw new MrError("MR_INPUT_MISSING", "the input's path is empty");
    if (!existsSync(resolve(cwd, path))) {
      throw new MrError("MR_INPUT_MISSING", `the input ${path} does not exist`, {
        hint: `Looked for ${resolve(cwd, path)}.`,
      });
    }
  }
}

export interface PlacedInputs {
  readonly inputs: readonly InputSpec[];
  readonly baseDirectory: string;
  /** The copy of standard input. */
  readonly standardInput?: string;
}

/** Copies standard input to a private file below `folder`. */
export async function spoolStandardInput(
  inputs: readonly InputSpec[],
  folder: string,
  io: Io,
): Promise<PlacedInputs> {
  const uses = inputs.flatMap((input) => input.paths).filter((path) => path === STANDARD_INPUT);
  if (uses.length > 1) {
    throw new MrError("MR_USAGE", "standard input can be given only once");
  }
  if (io.stdin.isTTY === true) {
    throw new MrError("MR_USAGE", "standard input is a terminal", {
      hint: "Pipe data into mr, or name a file.",
    });
  }
  const directory = join(folder, "stdin");
  const standardInput = join(directory, STANDARD_INPUT);
  // Not recursive: after an interruption the folder is gone and must stay so.
  await mkdir(directory, { mode: 0o700 });
  await pipeline(io.stdin, createWriteStream(standardInput, { mode: 0o600, flags: "wx" }));
  return { inputs, baseDirectory: io.cwd, standardInput };
}
