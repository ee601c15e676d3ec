/** Runs of library jobs, and comparisons of bytes that say where they differ. */

import { join } from "node:path";
import { expect } from "vitest";
import { mr, parts } from "./cli.js";

/** Ways to run the same job: they must not be seen in its output. */
export const WAYS = {
  "in small splits": ["--split-size", "1K", "-r", "7", "-w", "1"],
  "on three workers": ["--split-size", "1K", "-r", "7", "-w", "3"],
  "in larger splits": ["--split-size", "64K", "-r", "2", "-w", "1"],
  "in one piece": ["-r", "1", "-w", "1"],
  "by default": [],
} as const satisfies { readonly [way: string]: readonly string[] };

export type Way = keyof typeof WAYS;

let runs = 0;

/** Runs a job to its end in `folder` and gives its parts, concatenated. A string is cut at blanks. */
export function runJob(
  folder: string,
  command: string | readonly string[],
  way: Way = "by default",
): Buffer {
  const args = typeof command === "string" ? command.split(/ +/).filter(Boolean) : command;
  return parts(runInto(folder, [...args, ...WAYS[way]]));
}

/** Runs a job to its end in `folder` and gives the output's path. */
export function runInto(folder: string, args: readonly string[]): string {
  runs += 1;
  const output = join(folder, "outputs", `${runs}`);
  const { code, stderr } = mr(["run", ...args, "-o", output, "--quiet"], { cwd: folder });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return output;
}

/** Shows the first line that differs, not two buffers of megabytes. */
export function expectSameBytes(found: Buffer, expected: Buffer): void {
  if (found.equals(expected)) return;
  const foundLines = found.toString("latin1").split("\n");
  const expectedLines = expected.toString("latin1").split("\n");
  const index = foundLines.findIndex((line, at) => line !== expectedLines[at]);
  const line = index < 0 ? foundLines.length : index;
  expect({ line, lines: foundLines.length, text: cut(foundLines[line]) }).toEqual({
    line,
    lines: expectedLines.length,
    text: cut(expectedLines[line]),
  });
  throw new Error("the bytes differ");
}

function cut(line: string | undefined): string {
  return line === undefined ? "(no such line)" : JSON.stringify(line.slice(0, 300));
}
