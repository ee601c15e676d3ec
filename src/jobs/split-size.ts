/**
 * How much input a map task reads when nobody says. PURE.
 *
 * Owns: the default of `--split-size`. Talks to: nobody; the master cuts by it, the command looks ahead with it.
 *
 * Z1. The size comes from the job and its input alone, never from workers, slots or machines: the same job over the same
 *     input is cut the same everywhere.
 * Z2. Maps that run in kernels read 64 MiB: below that, a task's start and the end of its tables cost more than the next
 *     core saves.
 * Z3. A map that is a function or a command takes several times longer a byte, so that cores that wait cost more than
 *     tasks do: its input is cut in sixteen, but not below 16 MiB nor above 64.
 */

import { unreachable } from "../engine/error.js";
import type { JobSpec } from "../engine/job.js";
import type { FlowProgram, Program, StepProgram } from "./program.js";

const MEBIBYTE = 1024 * 1024;
const MOST_BYTES = 64 * MEBIBYTE;
const FEWEST_BYTES = 16 * MEBIBYTE;
const WANTED_SPLITS = 16;

/** What the user asked for, else what fits the job and `inputBytes`, the size of all its inputs on disk. Unit: bytes. */
export function splitSizeOf(
  { settings, program }: Pick<JobSpec, "settings" | "program">,
  inputBytes: number,
): number {
  return settings.splitSizeBytes ?? chooseSplitSize(program as unknown as Program, inputBytes);
}

function chooseSplitSize({ flow }: Program, inputBytes: number): number {
  if (inputReaders(flow).every(({ map }) => map === "declared")) return MOST_BYTES;
  const wanted = Math.ceil(inputBytes / WANTED_SPLITS / MEBIBYTE) * MEBIBYTE;
  return Math.min(Math.max(wanted, FEWEST_BYTES), MOST_BYTES);
}

/** The steps whose maps read the job's inputs. */
function inputReaders(flow: FlowProgram): readonly StepProgram[] {
  switch (flow.kind) {
    case "steps":
      return flow.steps.slice(0, 1);
    case "iterate":
      return [flow.first];
    case "refine":
      return [flow.start, flow.round, flow.finish];
    default:
      return unreachable(flow, "inputReaders");
  }
}
