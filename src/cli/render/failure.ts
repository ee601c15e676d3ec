/**
 * Why a job failed, for the person who wrote it: the cause with the line of their own source, the task and attempt,
 * the place in the data, and what to do.
 *
 * U1. Pure except for reading the user's source file, which is optional: without it the location alone is shown.
 */

import { readFileSync } from "node:fs";
import type { ErrorRecord } from "../../engine/error.js";
import type { Fact, JobOutcome } from "../../engine/fact.js";
import { taskName } from "../../engine/ids.js";
import type { JobView } from "../../engine/view.js";
import { userFrame } from "../../jobs/user-frame.js";
import type { Colors } from "../io.js";
import { counted } from "./words.js";

export interface FailureOptions {
  readonly colors: Colors;
  readonly verbose: boolean;
  /** The job's facts, for the number of the last attempt; empty when they could not be had. */
  readonly facts: readonly Fact[];
}

type Failed = Extract<JobOutcome, { kind: "failed" }>;

export function failureLines(view: JobView, outcome: Failed, options: FailureOptions): string[] {
  const { colors, verbose, facts } = options;
  const { error, task, where } = outcome;
  const lines = [`${colors.red(colors.bold("failed"))} ${view.name}: ${error.message}`];
  const add = (label: string, text: string) => lines.push(`  ${label.padEnd(10)}${text}`);
  const source = sourceLocation(error);
  if (source !== null) add("source", `${source.file}:${source.line}:${source.column}`);
  if (source !== null) lines.push(...excerpt(source, colors));
  if (task !== null) {
    const attempts = failedAttempts(facts, outcome);
    const last = attempts.at(-1);
    const suffix =
      last === undefined ? "" : `, attempt ${last} (${counted(attempts.length, "failure")})`;
    add("task", `${taskName(task)}${suffix}`);
  }
  if (where !== null) add("at", where);
  add("code", error.code);
  add("job", view.id);
  if (error.hint !== undefined) lines.push(`${colors.cyan("hint:")} ${error.hint}`);
  if (verbose && error.stack !== undefined) lines.push(colors.dim(error.stack));
  return lines;
}

/** Numbers of the task's failed attempts, in order. */
function failedAttempts(facts: readonly Fact[], { task }: Failed): number[] {
  const numbers: number[] = [];
  for (const fact of facts) {
    if (fact.kind !== "attempt-ended" || fact.failure.kind !== "failed" || task === null) continue;
    const { stage, index, attempt } = fact.attempt;
    if (stage === task.stage && index === task.index) numbers.push(attempt);
  }
  return numbers;
}

export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The topmost frame of the stack that is the user's own code. */
export function sourceLocation(error: ErrorRecord): SourceLocation | null {
  if (error.code !== "MR_USER_CODE" || error.stack === undefined) return null;
  const match = /^(.*):(\d+):(\d+)$/.exec(userFrame(error.stack) ?? "");
  if (match === null) return null;
  const [, file = "", line, column] = match;
  return { file, line: Number(line), column: Number(column) };
}

function excerpt({ file, line, column }: SourceLocation, colors: Colors): string[] {
  const text = sourceLine(file, line);
  if (text === null) return [];
  const gutter = `  ${String(line).padStart(6)} | `;
  const pointer = " ".repeat(gutter.length - 2) + "| " + " ".repeat(Math.max(0, column - 1));
  return [`${colors.dim(gutter)}${text}`, `${colors.dim(pointer)}${colors.red("^")}`];
}

function sourceLine(file: string, line: number): string | null {
  try {
    // Tabs would move the pointer below the line.
    return (
      readFileSync(file, "utf8").split("\n")[line - 1]?.replaceAll("\t", " ").trimEnd() ?? null
    );
  } catch {
    return null; // The job may have come from another machine; its location is still worth showing.
  }
}
