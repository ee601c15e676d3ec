/**
 * One frame of live progress, as text: a line about the job, a bar a stage.
 *
 * F1. Pure: view, pace, width and colours in, lines out. F2. No line is longer than the terminal is wide.
 */

import type { JobView, StageView } from "../../engine/view.js";
import { formatDuration } from "../../config/durations.js";
import { formatSize } from "../../config/sizes.js";
import type { Colors } from "../io.js";
import type { Pace } from "./rate-meter.js";
import { counted, formatCount, retries, stageFraction, stateWord } from "./words.js";

export interface FrameOptions {
  readonly at: number;
  readonly width: number;
  readonly colors: Colors;
  pace(stage: StageView): Pace;
}

const NAME_WIDTH = 10;
const NARROWEST_BAR = 8;
const WIDEST_BAR = 30;

export function frameLines(view: JobView, options: FrameOptions): string[] {
  const { colors } = options;
  const facts = [
    `${view.name} ${stateWord(view)}`,
    formatDuration(Math.max(0, options.at - view.submittedAt)),
    counted(view.workers, "worker"),
  ];
  if (retries(view) > 0) facts.push(counted(retries(view), "retry").replace(/retrys$/, "retries"));
  if (view.skipped.length > 0) facts.push(`${counted(view.skipped.length, "record")} skipped`);
  const head = cut(facts.join(" · "), options.width);
  return [colors.bold(head), ...view.stages.map((stage) => stageLine(stage, options))];
}

function stageLine(stage: StageView, options: FrameOptions): string {
  const { colors } = options;
  const fraction = stageFraction(stage);
  const { bytesPerSecond, remainingMs } = options.pace(stage);
  const details = [
    `${String(Math.floor(fraction * 100)).padStart(3)}%`,
    `${formatCount(stage.done)}/${formatCount(stage.tasks)}`,
  ];
  if (fraction < 1 && bytesPerSecond !== null) details.push(`${formatSize(bytesPerSecond)}/s`);
  if (fraction < 1 && remainingMs !== null) details.push(`${formatDuration(remainingMs)} left`);
  if (fraction < 1 && stage.running > 0) details.push(`${stage.running} running`);
  const name = cut(stage.name, NAME_WIDTH).padEnd(NAME_WIDTH);
  const text = details.join("  ");
  const room = options.width - NAME_WIDTH - text.length - 3;
  if (room < NARROWEST_BAR) return cut(`${name} ${text}`, options.width);
  const bar = barOf(fraction, Math.min(room, WIDEST_BAR));
  const paint = fraction === 1 ? colors.green : colors.cyan;
  return `${name} ${paint(bar.full)}${colors.dim(bar.empty)} ${text}`;
}

function barOf(fraction: number, width: number): { full: string; empty: string } {
  const full = Math.round(fraction * width);
  return { full: "█".repeat(full), empty: "░".repeat(width - full) };
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
