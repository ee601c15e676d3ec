/**
 * Run files open for reading, one descriptor a file however many runs it holds.
 *
 * O1. A source's file that cannot be opened is a FetchError that names the source.
 */

import { MrError } from "../engine/error.js";
import { FetchError } from "./fetch-error.js";
import type { LocalRun } from "./segment-file.js";
import { closeScratch, openScratch } from "./scratch-io.js";

export class OpenFiles {
  private readonly files = new Map<string, number>();

  open(run: LocalRun): number {
    const known = this.files.get(run.path);
    if (known !== undefined) return known;
    try {
      const file = openScratch(run.path, "r");
      this.files.set(run.path, file);
      return file;
    } catch (cause) {
      if (run.source === null) throw cause;
      throw new FetchError(MrError.from(cause), run.source.stage, [run.source]);
    }
  }

  close(): void {
    for (const [path, file] of this.files) closeScratch(file, path);
    this.files.clear();
  }
}
