/**
 * A runner's private folder for one job: made when an attempt asks for it, kept for the next one while it is empty.
 *
 * Owns: folders below `<work>/<job>/<runner>/`. Used inside the runner; the agent removes all of them when the process
 * has died, or the job is over.
 *
 * S1. What an attempt is given exists and is empty; nobody else is given it while the attempt runs.
 * S2. An attempt that asks for nothing costs nothing: folders are dear, and tiny tasks need none.
 * S3. What an attempt left behind is removed at its end; if it cannot be, the next attempt gets another folder.
 */

import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

export class Scratch {
  readonly #base: string;
  #serial = 0;
  #used = false;

  /** `base` is this runner's alone. */
  constructor(base: string) {
    this.#base = base;
  }

  get base(): string {
    return this.#base;
  }

  /** The same path until `close`. */
  open(): string {
    const path = join(this.#base, String(this.#serial));
    if (this.#used) return path;
    this.#used = true;
    // Looking is cheaper than trying to make what is there.
    if (!existsSync(path)) mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }

  /** The attempt is over. */
  close(): void {
    if (!this.#used) return;
    this.#used = false;
    const path = join(this.#base, String(this.#serial));
    try {
      if (readdirSync(path).length === 0) return;
      this.#serial += 1;
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Gone with its job, or somebody still writes to it: in neither case the next attempt's business (S3).
      this.#serial += 1;
    }
  }
}
