/**
 * The end of a run: its records where they were wanted, then what a person or a program wants to know of it.
 */

import type { JobView } from "../../engine/view.js";
import type { MasterClient } from "../../rpc/messages.js";
import type { CliContext } from "../context.js";
import { tellOutcome } from "../outcome.js";
import type { PeakMemory } from "../render/summary.js";
import type { RunFlags } from "./flags.js";
import type { PreparedJob } from "./prepare.js";
import { showFirstLines, streamResult } from "./result.js";

export interface RunEnd {
  readonly prepared: PreparedJob;
  readonly client: MasterClient;
  readonly view: JobView;
  readonly peak: PeakMemory;
}

/** Returns the exit code. */
export async function finishRun(
  {
    context,
    flags,
  }: { readonly context: CliContext; readonly flags: Pick<RunFlags, "json" | "quiet"> },
  { prepared, client, view, peak }: RunEnd,
): Promise<number> {
  const { spec, output } = prepared;
  const json = flags.json === true;
  const quiet = flags.quiet === true;
  if (view.state.kind === "ended" && view.state.outcome.kind === "done") {
    if (output.kind === "stream") await streamResult(output.path, context.io);
    else if (output.kind === "new" && !json && !quiet)
      await showFirstLines(spec.output, context.io);
  }
  const outputLabel = output.kind === "stream" ? null : output.label;
  return tellOutcome(context, client, view, { json, quiet, peak, outputLabel });
}
