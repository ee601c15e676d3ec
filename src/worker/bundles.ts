/**
 * Job bundles on this worker's disk, by the sha256 of their bytes.
 *
 * Owns: the folder `bundles/`. Talks to: whoever can fetch a bundle.
 *
 * X1. No byte reaches the disk before its hash is checked; a file in the folder is what its name says.
 * X2. Asking twice at the same time fetches once; a failed fetch is not remembered.
 * X3. At most LIMIT_BYTES and LIMIT_COUNT are kept, the longest unused go first, and none that a job still uses.
 */

import { createHash } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MrError } from "../engine/error.js";
import type { CodeRef } from "../engine/job.js";

const LIMIT_BYTES = 256 << 20;
const LIMIT_COUNT = 64;

type BundleRef = Extract<CodeRef, { kind: "bundle" }>;

interface Entry {
  readonly path: Promise<string>;
  sizeBytes: number;
}

export interface BundleLimits {
  readonly bytes: number;
  readonly count: number;
}

export class BundleCache {
  readonly #directory: string;
  readonly #fetch: (sha256: string) => Promise<Uint8Array>;
  readonly #limits: BundleLimits;
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>();
  /** Job -> the bundle it uses. */
  readonly #uses = new Map<string, string>();

  constructor(
    directory: string,
    fetch: (sha256: string) => Promise<Uint8Array>,
    limits: BundleLimits = { bytes: LIMIT_BYTES, count: LIMIT_COUNT },
  ) {
    this.#directory = directory;
    this.#fetch = fetch;
    this.#limits = limits;
  }

  /** The bundle's file, kept until `release(job)` at least. Errors: those of the fetch; MR_JOB_INVALID for wrong bytes. */
  async get(job: string, code: BundleRef): Promise<string> {
    this.#uses.set(job, code.sha256);
    let entry = this.#entries.get(code.sha256);
    if (entry === undefined) entry = this.#load(code);
    else this.#entries.delete(code.sha256);
    this.#entries.set(code.sha256, entry);
    return entry.path;
  }

  async release(job: string): Promise<void> {
    this.#uses.delete(job);
    await this.#evict();
  }

  #load(code: BundleRef): Entry {
    const entry: Entry = {
      path: this.#store(code, (size) => (entry.sizeBytes = size)),
      sizeBytes: 0,
    };
    entry.path.catch(() => {
      if (this.#entries.get(code.sha256) === entry) this.#entries.delete(code.sha256);
    });
    return entry;
  }

  async #store(code: BundleRef, stored: (sizeBytes: number) => void): Promise<string> {
    const bytes = await this.#fetch(code.sha256);
    const actual = createHash("sha256").update(bytes).digest("hex");
    if (actual !== code.sha256) {
      throw new MrError(
        "MR_JOB_INVALID",
        `the code of ${code.file} arrived with sha256 ${actual}, expected ${code.sha256}`,
        { hint: "The master sent other code than was submitted; submit the job again." },
      );
    }
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const path = join(this.#directory, `${code.sha256}.mjs`);
    await writeFile(`${path}.new`, bytes, { mode: 0o600 });
    await rename(`${path}.new`, path);
    stored(bytes.byteLength);
    await this.#evict();
    return path;
  }

  async #evict(): Promise<void> {
    const used = new Set(this.#uses.values());
    let bytes = 0;
    for (const entry of this.#entries.values()) bytes += entry.sizeBytes;
    for (const [sha256, entry] of this.#entries) {
      if (bytes <= this.#limits.bytes && this.#entries.size <= this.#limits.count) return;
      if (used.has(sha256)) continue;
      this.#entries.delete(sha256);
      bytes -= entry.sizeBytes;
      await rm(await entry.path, { force: true });
    }
  }
}
