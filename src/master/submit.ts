/**
 * Takes a job in: checked, its output prepared, journaled, and only then acknowledged.
 *
 * M1. The same idempotency key gives the same job, also while the first submit is still on its way.
 * M2. Nothing is left behind by a job that was refused.
 */

import { statfs } from "node:fs/promises";
import type { Engine } from "../engine/engine.js";
import { MrError } from "../engine/error.js";
import type { JobId } from "../engine/ids.js";
import type { JobSpec, OutputSpec } from "../engine/job.js";
import { prepareOutput } from "../output/staging.js";
import type { Bundles } from "./bundles.js";
import type { Journal } from "./journal.js";
import type { Loop } from "./loop.js";

export interface SubmitterOptions {
  readonly engine: Engine;
  readonly loop: Loop;
  readonly journal: Pick<Journal, "full">;
  readonly bundles: Pick<Bundles, "has">;
  readonly stateDirectory: string;
  readonly jobTypes: readonly string[];
  readonly disk?: SubmitDisk;
}

/** What touches disks: a simulation brings its own. */
export interface SubmitDisk {
  space(directory: string): Promise<{ readonly freeBytes: number; readonly sizeBytes: number }>;
  prepareOutput(output: OutputSpec, job: JobId): Promise<void>;
}

const REAL_DISK: SubmitDisk = {
  prepareOutput,
  async space(directory) {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
  },
};

/** With less than this left on the journal's disk no new jobs are taken: those that run need the room. */
const FREE_BYTES_NEEDED = 16 << 20;
/** Of a small disk less has to do. */
const FREE_SHARE_NEEDED = 1 / 8;

export class Submitter {
  readonly #options: SubmitterOptions;
  readonly #underway = new Map<string, Promise<JobId>>();

  constructor(options: SubmitterOptions) {
    this.#options = options;
  }

  /** Errors: MR_OUTPUT_EXISTS, MR_OUTPUT_UNWRITABLE, MR_JOB_INVALID, MR_JOB_NOT_FOUND, MR_DISK_FULL. */
  submit(spec: JobSpec): Promise<JobId> {
    const key = spec.idempotencyKey;
    const underway = this.#underway.get(key);
    if (underway !== undefined) return underway;
    const submitted = this.#submit(spec).finally(() => this.#underway.delete(key));
    this.#underway.set(key, submitted);
    return submitted;
  }

  async #submit(spec: JobSpec): Promise<JobId> {
    const { engine, loop, journal, jobTypes } = this.#options;
    // Nothing can be looked up while the loop waits for room.
    if (journal.full !== null) throw journal.full;
    const known = await loop.read(() => engine.jobByKey(spec.idempotencyKey));
    if (known !== undefined) return known;
    if (await loop.read(() => engine.hasJob(spec.id))) {
      throw new MrError("MR_JOB_INVALID", `a job with the id ${spec.id} exists already`, {
        hint: "Use a new id for a new job, or the same idempotency key for the same one.",
      });
    }
    if (!jobTypes.includes(spec.type)) {
      throw new MrError("MR_JOB_INVALID", `this master knows no job type ${spec.type}`, {
        hint: `It knows ${jobTypes.join(", ")}.`,
      });
    }
    await this.#requireCode(spec);
    await this.#requireSpace();
    await (this.#options.disk ?? REAL_DISK).prepareOutput(spec.output, spec.id);
    await loop.settle({ kind: "job-submitted", spec });
    return spec.id;
  }

  async #requireCode({ code }: JobSpec): Promise<void> {
    if (code.kind !== "bundle" || (await this.#options.bundles.has(code.sha256))) return;
    throw new MrError("MR_JOB_NOT_FOUND", `the master does not have the code of ${code.file}`, {
      hint: "Upload the bundle before the job is submitted.",
    });
  }

  async #requireSpace(): Promise<void> {
    const { stateDirectory, disk = REAL_DISK } = this.#options;
    const { freeBytes, sizeBytes } = await disk.space(stateDirectory);
    if (freeBytes >= Math.min(FREE_BYTES_NEEDED, sizeBytes * FREE_SHARE_NEEDED)) return;
    throw new MrError("MR_DISK_FULL", `the disk of ${stateDirectory} is full: no new jobs`, {
      hint: "Free some space where the master keeps its state.",
    });
  }
}
