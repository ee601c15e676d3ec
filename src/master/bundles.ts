/**
 * The code of jobs, by its hash.
 *
 * U1. A file under its final name holds bytes with that hash; this is checked when it is stored and when it is read.
 * U2. Bounded: a bundle has a largest size, and the oldest that no running job needs make room for new ones.
 */

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { MrError } from "../engine/error.js";
import { BUNDLE_LIMIT_BYTES } from "../rpc/bundle-limit.js";
import { replaceFile } from "./durable-file.js";

const BUNDLES_KEPT = 200;
const NAME = /^[0-9a-f]{64}$/;

export interface BundlesOptions {
  readonly directory: string;
  readonly durable: boolean;
  /** Hashes that unfinished jobs name. */
  readonly inUse: () => ReadonlySet<string>;
}

export class Bundles {
  readonly #options: BundlesOptions;
  /** Stores of the same bundle at the same time share one write. */
  readonly #storing = new Map<string, Promise<void>>();

  constructor(options: BundlesOptions) {
    this.#options = options;
  }

  /** Errors: MR_JOB_INVALID when the bytes are not what the hash says, or too many. */
  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > BUNDLE_LIMIT_BYTES) {
      throw new MrError(
        "MR_JOB_INVALID",
        `the job's bundle has ${bytes.length} bytes, more than ${BUNDLE_LIMIT_BYTES}`,
        { hint: "Leave large data out of the job's code: read it as input, or as a side file." },
      );
    }
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== sha256) {
      throw new MrError("MR_JOB_INVALID", `bundle ${sha256} has arrived as ${found}`, {
        hint: "The bytes were damaged on the way; submit the job again.",
      });
    }
    const storing = this.#storing.get(sha256) ?? this.#store(sha256, bytes);
    this.#storing.set(sha256, storing);
    await storing.finally(() => this.#storing.delete(sha256));
  }

  async has(sha256: string): Promise<boolean> {
    try {
      return (await stat(this.#path(sha256))).isFile();
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Errors: MR_JOB_NOT_FOUND, MR_JOURNAL_CORRUPT. */
  async get(sha256: string): Promise<Uint8Array> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.#path(sha256));
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new MrError("MR_JOB_NOT_FOUND", `the master has no bundle ${sha256}`, {
        hint: "Submit the job again: that uploads its code.",
      });
    }
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found === sha256) return bytes;
    await rm(this.#path(sha256), { force: true });
    throw new MrError("MR_JOURNAL_CORRUPT", `the stored bundle ${sha256} is damaged`, {
      hint: "It has been removed; submit the job again: that uploads its code.",
    });
  }

  async #store(sha256: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#options.directory, { recursive: true, mode: 0o700 });
    if (await this.has(sha256)) {
      const now = new Date();
      await utimes(this.#path(sha256), now, now);
      return;
    }
    await this.#makeRoom();
    await replaceFile(this.#path(sha256), bytes, this.#options.durable);
  }

  async #makeRoom(): Promise<void> {
    const { directory, inUse } = this.#options;
    const needed = inUse();
    const names = (await readdir(directory)).filter((name) => NAME.test(name));
    if (names.length < BUNDLES_KEPT) return;
    const idle = await Promise.all(
      names
        .filter((name) => !needed.has(name))
        .map(async (name) => ({ name, at: (await stat(this.#path(name))).mtimeMs })),
    );
    idle.sort((a, b) => a.at - b.at);
    for (const { name } of idle.slice(0, names.length - BUNDLES_KEPT + 1)) {
      await rm(this.#path(name), { force: true });
    }
  }

  #path(sha256: string): string {
    if (!NAME.test(sha256)) throw new MrError("MR_USAGE", "a bundle is named by its sha256");
    return join(this.#options.directory, sha256);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
