/**
 * Sorts the words behind `mr run JOB` into paths and parameters of the job.
 *
 * R1. Pure. The job's own parameters are only known once it has been described; before that, `guessArguments` sorts as
 *     well as can be without them, and is right for everything but boolean flags that stand before a path.
 * R2. `--record-length`, `--recordLength` and a parameter called `recordLength` or `record-length` are the same.
 */

import { MrError } from "../../engine/error.js";
import type { JobDescription } from "../../jobs/program.js";
import { didYouMean } from "../../jobs/did-you-mean.js";

export interface JobArguments {
  readonly paths: readonly string[];
  /** By the parameter's own name, as typed; a boolean flag without a value is `true`. */
  readonly params: { readonly [name: string]: string };
}

export interface RawArguments {
  /** What commander did not know: paths and `--name value` in the order given. */
  readonly words: readonly string[];
  /** Behind `--`: paths, whatever they look like. */
  readonly literals: readonly string[];
  /** `--param name=value`, repeatable. */
  readonly assignments: readonly string[];
}

type ParamSpecs = JobDescription["params"];

export function guessArguments(raw: RawArguments): JobArguments {
  const paths: string[] = [];
  const params: { [name: string]: string } = {};
  const { words } = raw;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const flag = parseFlag(word);
    if (flag === null) {
      paths.push(word);
      continue;
    }
    const next = words[index + 1];
    const takesNext = flag.value === null && next !== undefined && parseFlag(next) === null;
    params[camelCase(flag.name)] = flag.value ?? (takesNext ? next : "true");
    if (takesNext) index++;
  }
  for (const [name, value] of raw.assignments.map(parseAssignment)) params[camelCase(name)] = value;
  return { paths: [...paths, ...raw.literals], params };
}

export function sortArguments(raw: RawArguments, specs: ParamSpecs, job: string): JobArguments {
  const paths: string[] = [];
  const params: { [name: string]: string } = {};
  const { words } = raw;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const flag = parseFlag(word);
    if (flag === null) {
      paths.push(word);
      continue;
    }
    const { name, negated } = findParameter(flag.name, specs, job);
    refuseTwice(name, params);
    if (negated) {
      params[name] = "false";
    } else if (flag.value !== null) {
      params[name] = flag.value;
    } else if (specs[name]?.type === "boolean") {
      params[name] = "true";
    } else {
      const next = words[++index];
      if (next === undefined) {
        throw new MrError("MR_USAGE", `--${flag.name} needs a value`, {
          hint: `\`mr run ${job} --help\` lists the parameters.`,
        });
      }
      params[name] = next;
    }
  }
  for (const [given, value] of raw.assignments.map(parseAssignment)) {
    const { name } = findParameter(given, specs, job);
    refuseTwice(name, params);
    params[name] = value;
  }
  return { paths: [...paths, ...raw.literals], params };
}

export function sameArguments(a: JobArguments, b: JobArguments): boolean {
  const sorted = (params: JobArguments["params"]) =>
    Object.entries(params).sort(([x], [y]) => (x < y ? -1 : 1));
  return JSON.stringify(sorted(a.params)) === JSON.stringify(sorted(b.params));
}

/** `-` alone is standard input; a dash and a digit is a number. */
function parseFlag(word: string): { name: string; value: string | null } | null {
  if (!word.startsWith("-") || word === "-" || /^-\.?\d/.test(word)) return null;
  const text = word.replace(/^--?/, "");
  const equals = text.indexOf("=");
  if (equals === -1) return { name: text, value: null };
  return { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

function parseAssignment(text: string): readonly [string, string] {
  const equals = text.indexOf("=");
  if (equals < 1) {
    throw new MrError("MR_USAGE", `--param ${text}: a name and a value are needed`, {
      hint: "Write --param name=value.",
    });
  }
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function refuseTwice(name: string, params: JobArguments["params"]): void {
  if (Object.hasOwn(params, name)) {
    throw new MrError("MR_USAGE", `--${kebabCase(name)} is given twice`);
  }
}

function findParameter(flag: string, specs: ParamSpecs, job: string) {
  const wanted = camelCase(flag);
  const names = Object.keys(specs);
  const name = names.find((candidate) => camelCase(candidate) === wanted);
  if (name !== undefined) return { name, negated: false };
  const positive = names.find(
    (candidate) => specs[candidate]?.type === "boolean" && camelCase(`no-${candidate}`) === wanted,
  );
  if (positive !== undefined) return { name: positive, negated: true };
  throw unknownParameter(flag, names, job);
}

function unknownParameter(flag: string, names: readonly string[], job: string): MrError {
  const own = names.map((name) => `--${kebabCase(name)}`);
  const near = didYouMean(`--${flag}`, [...own, ...RUN_OPTIONS], "options");
  const listing = `\`mr run ${job} --help\` lists the parameters.`;
  return new MrError("MR_USAGE", `unknown option --${flag}: neither mr nor the job ${job} has it`, {
    hint: near.startsWith("Did you mean") ? `${near} ${listing}` : listing,
  });
}

/** Only for suggestions; the options themselves are declared in command-options.ts. */
const RUN_OPTIONS = [
  "--output",
  "--reducers",
  "--workers",
  "--slots",
  "--master",
  "--input",
  "--param",
  "--split-size",
  "--memory",
  "--format",
  "--compress",
  "--overwrite",
  "--detach",
  "--json",
  "--quiet",
  "--progress",
  "--skip-bad",
  "--allow-nondeterministic",
  "--task-memory",
  "--dry-run",
  "--name",
  "--verbose",
];

export function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}

function camelCase(name: string): string {
  return name.replace(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
}
