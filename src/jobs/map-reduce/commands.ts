/**
 * Commands in their three places: as map, as combiner, as reduce.
 *
 * Owns: what a command gets from the task (environment, folder, counters, log) and what it is fed.
 */

import { existsSync, rmSync } from "node:fs";
import { openGroups } from "../../shuffle/merge.js";
import { readEntry, type SegmentFile } from "../../shuffle/segment-file.js";
import type { CommandBody, Step } from "../definition.js";
import { CommandProcess } from "./command-process.js";
import { type CommandPlace, commandVariables } from "./command-variables.js";
import type { PairTarget, TaskSink } from "./pair-target.js";
import { feedGroups } from "./reduce-head.js";
import { eachBlock } from "./split-head.js";
import type { SplitReading } from "./split-reading.js";
import { halfOf, type TaskFrame } from "./task-frame.js";

const LF = 0x0a;
const LINE_FEED = Buffer.from([LF]);

/** Its lines go to `target`. */
export function startCommand(
  frame: TaskFrame,
  role: "map" | "combine" | "reduce",
  { command }: CommandBody,
  place: Omit<CommandPlace, "partitions">,
  target: PairTarget,
): CommandProcess {
  const { assignment, directory, signal } = frame.environment;
  const { baseDirectory, settings } = assignment.spec;
  const { sink } = assignment.stage;
  const partitions = sink.kind === "segments" ? sink.partitions : null;
  return new CommandProcess({
    role,
    command,
    // `./map.py` means the folder in which the job was submitted; another machine may not have it.
    directory: existsSync(baseDirectory) ? baseDirectory : directory,
    variables: commandVariables(assignment, { ...place, partitions }),
    lineLimitBytes: settings.recordLimitBytes,
    signal,
    onLine: (bytes, start, end) => target.line(bytes, start, end),
    drained: () => {
      touch(frame);
      return target.drained();
    },
    onCounter: (name, amount) => {
      if (!frame.muted) frame.tally.count(name, amount);
    },
    onMessage: (text) => {
      touch(frame);
      if (!frame.muted) frame.environment.log(text);
    },
  });
}

/** A command that speaks is alive, however long it works on what it has read. */
function touch({ environment, tally }: TaskFrame): void {
  environment.progress(tally.inputBytes, tally.inputRecords);
}

/** The split's bytes as they are, each file ending in LF. */
export async function feedSplit(reading: SplitReading, command: CommandProcess): Promise<void> {
  const { tally } = reading.frame;
  const isLines = reading.input.format.kind !== "files" && reading.input.format.kind !== "fixed";
  let wanted = true;
  try {
    const visit: Parameters<typeof eachBlock>[1] = async ({ bytes, start, end }) => {
      if (!wanted || end === start) return;
      const records = isLines ? countLines(bytes, start, end) : 1;
      wanted = await command.write(bytes.subarray(start, end));
      if (wanted && isLines && bytes[end - 1] !== LF) wanted = await command.write(LINE_FEED);
      tally.inputRecords += records;
    };
    await eachBlock(reading, visit, () => null);
    await command.end();
  } catch (error) {
    command.kill();
    throw error;
  }
}

function countLines(bytes: Buffer, start: number, end: number): number {
  let lines = 0;
  let at = start;
  while (at < end) {
    const lineFeed = bytes.indexOf(LF, at);
    lines += 1;
    if (lineFeed === -1 || lineFeed >= end) break;
    at = lineFeed + 1;
  }
  return lines;
}

/** Runs the combiner command over the sorted groups of a task's own file, one partition after the other. */
export async function recombine(
  frame: TaskFrame,
  step: Step,
  combiner: CommandBody,
  first: SegmentFile,
  into: TaskSink,
): Promise<void> {
  const { directory, memoryBytes, assignment } = frame.environment;
  const { sink } = assignment.stage;
  const partitions = sink.kind === "segments" ? sink.partitions : 0;
  const place = { isMap: true, range: null } as const;
  const command = startCommand(frame, "combine", combiner, place, into);
  try {
    for (let partition = 0; partition < partitions; partition += 1) {
      const entry = readEntry(first.path, partition, first.sizeBytes);
      const cursor = openGroups({
        runs: [{ ...entry, path: first.path, source: null }],
        keys: step.keys,
        ordered: step.orderValuesBy !== null,
        aggregate: null,
        memoryBytes: halfOf(memoryBytes),
        directory,
      });
      await feedGroups({ frame, cursor, step }, command);
    }
    await command.end();
  } catch (error) {
    command.kill();
    throw error;
  }
  rmSync(first.path, { force: true });
}
