/**
 * How a job's end is told and which exit code it gives; the same for `mr run` and `mr wait`.
 *
 * X1. done 0, failed as the error's code says (2 for what the user can correct before running again, else 1),
 *     cancelled 5.
 */

import { EXIT, MrError } from "../engine/error.js";
import type { JobView } from "../engine/view.js";
import type { MasterClient } from "../rpc/messages.js";
import { errorColors, type CliContext } from "./context.js";
import { print, printJson } from "./io.js";
import { failureLines } from "./render/failure.js";
import { runDocument } from "./render/documents.js";
import { summaryLines, type PeakMemory } from "./render/summary.js";

export interface TellOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly peak: PeakMemory;
  readonly outputLabel: string | null;
}

export function exitCodeOf(view: JobView): number {
  if (view.state.kind !== "ended") return EXIT.partial;
  const { outcome } = view.state;
  switch (outcome.kind) {
    case "done":
      return EXIT.done;
    case "cancelled":
      return EXIT.partial;
    case "failed":
      return MrError.fromRecord(outcome.error).exitCode;
  }
}

/** Prints summary, failure or document; returns the exit code. */
export async function tellOutcome(
  context: CliContext,
  client: MasterClient,
  view: JobView,
  options: TellOptions,
): Promise<number> {
  const { stdout, stderr } = context.io;
  const colors = errorColors(context);
  const exitCode = exitCodeOf(view);
  if (options.json) await printJson(stdout, runDocument(view, exitCode));
  if (view.state.kind !== "ended") return exitCode;
  const { outcome } = view.state;
  switch (outcome.kind) {
    case "done":
      if (!options.quiet) await print(stderr, summaryLines(view, { ...options, colors }));
      return exitCode;
    case "cancelled":
      await print(stderr, [`${colors.yellow("cancelled")} ${view.name}: ${outcome.reason}`]);
      return exitCode;
    case "failed": {
      // Without the history the message lacks the attempt's number, which must not hide the failure itself.
      const facts = outcome.task === null ? [] : await client.history(view.id).catch(() => []);
      const { verbose } = context;
      await print(stderr, failureLines(view, outcome, { colors, verbose, facts }));
      return exitCode;
    }
  }
}
