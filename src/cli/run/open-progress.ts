/** How a run shows how far it is, as it was asked to. */

import type { Options } from "../../config/options.js";
import { errorColors, type CliContext } from "../context.js";
import { createProgress, type Progress } from "../render/progress.js";
import type { RunFlags } from "./flags.js";

/** What a run needs to know of how to show itself. */
export interface ProgressRequest {
  readonly context: CliContext;
  readonly flags: Pick<RunFlags, "json" | "quiet">;
  readonly options: Options;
}

export function openProgress({ context, flags, options }: ProgressRequest): Promise<Progress> {
  return createProgress(flags.quiet === true ? "none" : options.progress, {
    stream: context.io.stderr,
    colors: errorColors(context),
    now: Date.now,
  });
}
