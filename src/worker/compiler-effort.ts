/**
 * How soon V8 optimises the JavaScript of this process, and how soon it looks through the whole heap.
 *
 * What a declared job does once a block of a megabyte is called just often enough to be optimised, which takes a tenth of
 * a second of each runner's time and wins little: the kernels do the work. With two runners on two cores that time is
 * missing elsewhere; a sort of 1 GiB took 1.60 s instead of 1.66. Its heap is 5 MB, small enough that V8 would collect all of
 * it after every 2 MB; where the first reduces begin, that held both runners up for 8 to 12 ms.
 *
 * C1. A job with functions of its own, or without kernels, gets what V8 does by itself.
 * C2. The flags are V8's own and change with its versions: only where they are known are they touched.
 */

import { setFlagsFromString } from "node:v8";
import type { JobDefinition } from "../jobs/definition.js";
import { kernelsAvailable } from "../kernels/wasm.js";

interface Effort {
  readonly usual: readonly string[];
  readonly late: readonly string[];
}

/** By V8's major version: that of Node 20, and that of Node 24. */
const EFFORTS: Readonly<Record<string, Effort>> = {
  11: {
    usual: ["--interrupt-budget=67584", "--heap-growing-percent=0"],
    late: ["--interrupt-budget=1000000", "--heap-growing-percent=400"],
  },
  13: {
    usual: [
      "--invocation-count-for-maglev=400",
      "--invocation-count-for-turbofan=3000",
      "--heap-growing-percent=0",
    ],
    late: [
      "--invocation-count-for-maglev=6000",
      "--invocation-count-for-turbofan=45000",
      "--heap-growing-percent=400",
    ],
  },
};

let isLate = false;

/** Before the first task of a job. */
export function tuneCompiler(definition: JobDefinition): void {
  const effort = EFFORTS[process.versions.v8.split(".")[0] ?? ""];
  const late = kernelsAvailable() && !hasFunctions(definition);
  if (effort === undefined || late === isLate) return;
  for (const flag of late ? effort.late : effort.usual) setFlagsFromString(flag);
  isLate = late;
}

/** Whether it, or anything in it, is the user's code. */
export function hasFunctions(value: unknown): boolean {
  if (typeof value === "function") return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasFunctions);
}
