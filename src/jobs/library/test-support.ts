/** Runs library jobs on small inputs and other programs beside them; for tests only. */

import { execFileSync } from "node:child_process";
import type { Job } from "../../index.js";
import { type LocalInputs, type LocalOptions, runLocal } from "../../testing.js";
import { loadLibraryJob } from "./index.js";

/** One character a byte, as `output` gives it. */
export type Latin1 = string;

export interface Run {
  readonly text: Latin1;
  readonly parts: readonly Latin1[];
  readonly outputs: { readonly [name: string]: Latin1 };
  readonly counters: { readonly [name: string]: number };
}

/** The text that the job writes. Several parts and splits, so that little stays together by luck. */
export async function runJob(
  name: string,
  inputs: LocalInputs,
  params: LocalOptions["params"] = {},
  options: LocalOptions = {},
): Promise<Run> {
  const job = (await loadLibraryJob(name)) as Job;
  const settings = { partitions: 3, splitSizeBytes: 300, ...options, params };
  const result = await runLocal(job, inputs, settings);
  const parts = result.parts.map((part) => part.map(textLine).join(""));
  const outputs = Object.entries(result.outputs).map(
    ([output, pairs]) => [output, pairs.map(textLine).join("")] as const,
  );
  return {
    text: parts.join(""),
    parts,
    outputs: Object.fromEntries(outputs),
    counters: result.counters,
  };
}

/** As output/text writes pairs. */
function textLine([key, value]: readonly [unknown, unknown]): Latin1 {
  const columns = [key, value].filter((item) => item !== null && item !== undefined);
  return `${columns.map(latin1).join("\t")}\n`;
}

function latin1(value: unknown): Latin1 {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  return Buffer.from(String(value)).toString("latin1");
}

/** What a shell command writes, in the C locale. */
export function shell(command: string, folder: string): Latin1 {
  return execFileSync("sh", ["-c", command], {
    cwd: folder,
    encoding: "latin1",
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C" },
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Lines in the order of their bytes. */
export function sorted(text: Latin1): Latin1 {
  const lines = text.split("\n").slice(0, -1);
  return lines
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((line) => `${line}\n`)
    .join("");
}

/** Seeded numbers below `limit`. */
export function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
