/**
 * Where a job writes when the person did not say: a new folder each time, below `./mr-output`.
 */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

export interface OutputPlace {
  /** Absolute. */
  readonly path: string;
  /** As it is shown. */
  readonly label: string;
  /** `named`: by -o; `new`: ours, its first lines are shown; `stream`: -o -, the records go to standard output. */
  readonly kind: "named" | "new" | "stream";
}

export interface OutputRequest {
  readonly given: string | undefined;
  readonly job: string;
  readonly cwd: string;
  readonly now: Date;
  /** Private folder for an output that is only passed through. */
  readonly privateFolder: string;
}

export function placeOutput({ given, job, cwd, now, privateFolder }: OutputRequest): OutputPlace {
  if (given === "-") {
    return { path: join(privateFolder, "output"), label: "-", kind: "stream" };
  }
  if (given !== undefined) {
    // `out/` and `out` are one folder; the label is shown without the slash too.
    const label = given.length > 1 ? given.replace(/\/+$/, "") : given;
    return { path: resolve(cwd, given), label, kind: "named" };
  }
  const stem = `${safeName(job)}-${stamp(now)}`;
  for (let count = 1; ; count++) {
    const label = join("mr-output", count === 1 ? stem : `${stem}-${count}`);
    const path = resolve(cwd, label);
    if (!existsSync(path)) return { path, label, kind: "new" };
  }
}

function safeName(job: string): string {
  return job.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+/, "") || "job";
}

/** `20260726-101512`, in local time. */
function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
