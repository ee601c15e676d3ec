/**
 * What a person wants to know when a job has been done: where the output is, how much, how fast, and what went wrong
 * on the way without stopping it.
 *
 * S1. Pure. Goes to standard error, one fact group a line.
 */

import { formatDuration } from "../../config/durations.js";
import { formatSize } from "../../config/sizes.js";
import { describeBadRecord } from "../../engine/bad-records.js";
import type { JobView } from "../../engine/view.js";
import type { Colors } from "../io.js";
import { counted, formatCount } from "./words.js";

export interface PeakMemory {
  /** Of this process; null when the job ran elsewhere. */
  readonly ownBytes: number | null;
  /** Largest of the worker processes. */
  readonly workerBytes: number;
}

export interface SummaryOptions {
  readonly colors: Colors;
  readonly peak: PeakMemory;
  /** As the person would type it; null when the records went to standard output. */
  readonly outputLabel: string | null;
}

const SHOWN_SKIPS = 5;

export function summaryLines(view: JobView, options: SummaryOptions): string[] {
  const { colors } = options;
  const elapsedMs = Math.max(0, (view.endedAt ?? view.submittedAt) - view.submittedAt);
  const rate = elapsedMs > 0 ? (view.inputBytes / elapsedMs) * 1000 : 0;
  const lines = [
    `${colors.green(colors.bold("done"))} ${view.name} in ${formatDuration(elapsedMs)}` +
      ` (${formatSize(rate)}/s)`,
    fact("input", [
      counted(view.inputRecords, "record"),
      formatSize(view.inputBytes),
      counted(view.inputFiles, "file"),
    ]),
    fact("output", [
      counted(view.outputRecords, "record"),
      formatSize(view.outputBytes),
      counted(view.outputParts, "part"),
    ]),
  ];
  if (view.shuffleRecords > 0) lines.push(fact("shuffle", shuffleFacts(view)));
  lines.push(fact("memory", memoryFacts(view, options.peak)));
  const trouble = troubleFacts(view);
  if (trouble.length > 0) lines.push(colors.yellow(fact("retries", trouble)));
  if (view.changedOutputs > 0) lines.push(colors.yellow(fact("mixed", mixedFacts(view))));
  lines.push(...skippedLines(view, colors), ...counterLines(view));
  if (options.outputLabel !== null) {
    lines.push(`  ${"written to".padEnd(LABEL_WIDTH)}${colors.bold(options.outputLabel)}`);
  }
  return lines;
}

const LABEL_WIDTH = 12;

function fact(label: string, values: readonly string[]): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${values.join(", ")}`;
}

function shuffleFacts(view: JobView): string[] {
  const facts = [counted(view.shuffleRecords, "record"), formatSize(view.shuffleBytes)];
  if (view.spills > 0) facts.push(counted(view.spills, "spill"));
  return facts;
}

function memoryFacts(view: JobView, peak: PeakMemory): string[] {
  const facts = [`peak ${formatSize(view.peakMemoryBytes)} a runner`];
  if (peak.workerBytes > 0) facts.push(`${formatSize(peak.workerBytes)} a worker`);
  if (peak.ownBytes !== null) facts.push(`${formatSize(peak.ownBytes)} this process`);
  return facts;
}

/** Lost and failed are counted apart: the first is the machine's fault, the second the job's. */
function troubleFacts({ attempts }: JobView): string[] {
  const facts: string[] = [];
  const add = (value: number, text: string) => {
    if (value > 0) facts.push(`${formatCount(value)} ${text}`);
  };
  add(attempts.failed, "failed");
  add(attempts.lost, "lost with their worker");
  add(attempts.fetchFailed, "could not fetch");
  add(attempts.reruns, "ran again because output was lost");
  add(attempts.backups, "backups");
  return facts;
}

/** The promise that was given up with --allow-nondeterministic. */
function mixedFacts({ changedOutputs }: JobView): string[] {
  const outputs = `${counted(changedOutputs, "map output")} came out different when made again`;
  return [outputs, "the result may mix both"];
}

function skippedLines(view: JobView, colors: Colors): string[] {
  if (view.skippedRecords === 0) return [];
  const shown = view.skipped.slice(0, SHOWN_SKIPS);
  const lines = [
    colors.yellow(fact("skipped", [counted(view.skippedRecords, "bad record")])),
    ...shown.map((record) => `    ${describeBadRecord(record)}`),
  ];
  const more = view.skippedRecords - shown.length;
  if (more > 0) lines.push(`    and ${formatCount(more)} more (_skipped-*.jsonl lists all)`);
  return lines;
}

function counterLines(view: JobView): string[] {
  return Object.entries(view.counters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => fact("counter", [`${name} = ${formatCount(value)}`]));
}
