/**
 * What a command finds in its environment: Hadoop's names, dots turned to underscores, and the job's parameters.
 */

import { attemptName, taskName } from "../../engine/ids.js";
import type { FileRange } from "../../input/split.js";
import type { Assignment } from "../assignment.js";

export interface CommandPlace {
  readonly isMap: boolean;
  /** The file, when the task reads a single one. */
  readonly range: FileRange | null;
  readonly partitions: number | null;
}

export function commandVariables(
  { attempt, spec }: Assignment,
  { isMap, range, partitions }: CommandPlace,
): { readonly [name: string]: string } {
  const properties: { readonly [name: string]: unknown } = {
    ...spec.params,
    "mapreduce.job.id": spec.id,
    "mapreduce.job.name": spec.name,
    "mapreduce.task.id": taskName(attempt),
    "mapreduce.task.attempt.id": attemptName(attempt),
    "mapreduce.task.partition": attempt.index,
    "mapreduce.task.ismap": isMap,
    "mapreduce.job.reduces": partitions,
    "mapreduce.map.input.file": range?.path,
    "mapreduce.map.input.start": range?.start,
    "mapreduce.map.input.length":
      range?.end === null || range === null ? null : range.end - range.start,
  };
  const variables: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || typeof value === "object") continue;
    const text = String(value);
    if (!text.includes("\0")) variables[name.replace(/[^A-Za-z0-9_]/g, "_")] = text;
  }
  return variables;
}
