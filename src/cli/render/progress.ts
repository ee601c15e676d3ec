/**
 * Progress while a job runs, in the form that suits who is reading: a live frame on a terminal, plain lines in a
 * pipe or a log, one JSON event a line for programs, or nothing.
 *
 * Owns: when to say something. Talks to: frame.ts, rate-meter.ts; log-update only on a terminal.
 *
 * P1. Everything goes to standard error. P2. Nothing but a terminal gets escape sequences.
 */

import { formatDuration } from "../../config/durations.js";
import type { ProgressStyle } from "../../config/options.js";
import { formatSize } from "../../config/sizes.js";
import type { JobView, StageView } from "../../engine/view.js";
import type { Colors, OutputStream } from "../io.js";
import { frameLines } from "./frame.js";
import { RateMeter } from "./rate-meter.js";
import { counted, formatCount, retries, stageFraction, stateWord } from "./words.js";

export interface Progress {
  update(view: JobView): void;
  /** A line of text between the frames. */
  note(text: string): void;
  /** Leaves the screen as it should stay. */
  end(): void;
}

export interface ProgressOptions {
  readonly stream: OutputStream;
  readonly colors: Colors;
  readonly now: () => number;
}

const PLAIN_INTERVAL_MS = 10_000;
const REDRAW_INTERVAL_MS = 1000;

export async function createProgress(
  style: ProgressStyle,
  options: ProgressOptions,
): Promise<Progress> {
  switch (style) {
    case "none":
      return { update() {}, note() {}, end() {} };
    case "json":
      return jsonProgress(options);
    case "plain":
      return plainProgress(options);
    case "tty":
      return liveProgress(options);
    case "auto":
      return options.stream.isTTY === true ? liveProgress(options) : plainProgress(options);
  }
}

async function liveProgress({ stream, colors, now }: ProgressOptions): Promise<Progress> {
  const { createLogUpdate } = await import("log-update");
  // The type asks for a process stream; only `write`, `columns` and `rows` are used.
  const draw = createLogUpdate(stream as NodeJS.WriteStream);
  const meter = new RateMeter();
  let current: JobView | null = null;
  const redraw = () => {
    if (current === null) return;
    const at = now();
    const width = Math.max(20, (stream.columns || 80) - 1);
    const pace = (stage: StageView) => meter.measure(stage, at);
    draw(frameLines(current, { at, width, colors, pace }).join("\n"));
  };
  // Time goes on even when nothing else does.
  const timer = setInterval(redraw, REDRAW_INTERVAL_MS);
  timer.unref();
  return {
    update(view) {
      current = view;
      redraw();
    },
    note(text) {
      draw.clear();
      stream.write(`${text}\n`);
      redraw();
    },
    end() {
      // The summary says it all; half-finished bars above it would only confuse.
      clearInterval(timer);
      if (current === null) return;
      current = null;
      draw.clear();
      draw.done();
    },
  };
}

function plainProgress({ stream, now }: ProgressOptions): Progress {
  const meter = new RateMeter();
  let phase = "";
  let saidAt = now();
  return {
    update(view) {
      const at = now();
      const next = phaseOf(view);
      const paces = new Map(view.stages.map((stage) => [stage.name, meter.measure(stage, at)]));
      if (next === phase && at - saidAt < PLAIN_INTERVAL_MS) return;
      phase = next;
      saidAt = at;
      if (view.state.kind === "ended") return;
      const stages = view.stages
        .filter((stage) => stage.done + stage.running > 0)
        .map((stage) => plainStage(stage, paces.get(stage.name)?.bytesPerSecond ?? null));
      const facts = [`${view.name} ${stateWord(view)}`, ...stages];
      if (view.workers > 0) facts.push(counted(view.workers, "worker"));
      if (retries(view) > 0) facts.push(`retries ${formatCount(retries(view))}`);
      stream.write(`${facts.join(", ")}\n`);
    },
    note(text) {
      stream.write(`${text}\n`);
    },
    end() {},
  };
}

function plainStage(stage: JobView["stages"][number], bytesPerSecond: number | null): string {
  const percent = `${Math.floor(stageFraction(stage) * 100)}%`;
  const rate = bytesPerSecond === null ? "" : ` ${formatSize(bytesPerSecond)}/s`;
  return `${stage.name} ${stage.done}/${stage.tasks} ${percent}${rate}`;
}

/** Changes when there is something new to say: the state, or a stage that began or ended. */
function phaseOf(view: JobView): string {
  const stages = view.stages.map((stage) => {
    if (stage.done === stage.tasks) return "done";
    return stage.done + stage.running > 0 ? "begun" : "waiting";
  });
  return [stateWord(view), ...stages].join(" ");
}

function jsonProgress({ stream, now }: ProgressOptions): Progress {
  const line = (event: object) => stream.write(`${JSON.stringify(event)}\n`);
  return {
    update(view) {
      line({
        format: "mr-progress/1",
        at: now(),
        job: view.id,
        state: stateWord(view),
        elapsedMs: Math.max(0, now() - view.submittedAt),
        stages: view.stages,
        attempts: view.attempts,
        workers: view.workers,
      });
    },
    note(text) {
      line({ format: "mr-progress/1", at: now(), note: text });
    },
    end() {},
  };
}

/** `3.2 s` of a running or an ended job. */
export function elapsedOf(view: JobView, at: number): string {
  return formatDuration(Math.max(0, (view.endedAt ?? at) - view.submittedAt));
}
