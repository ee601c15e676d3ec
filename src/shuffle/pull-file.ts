/**
 * Everything pulled from one worker, segment after segment in one local file.
 *
 * U1. A segment that did not arrive whole and sound is overwritten by the next, and the connection is made anew.
 */

import { join } from "node:path";
import { verifyRun } from "./run-reader.js";
import { closeScratch, openScratch, writeAll } from "./scratch-io.js";
import { type ConnectOptions, SegmentClient } from "./segment-client.js";
import type { LocalRun, RunSource } from "./segment-file.js";
import type { SegmentRequest } from "./segment-protocol.js";

export interface PullOptions extends ConnectOptions {
  readonly directory: string;
}

/** Calls of one attempt share a directory. */
let nextFile = 0;

export class PullFile {
  private readonly options: PullOptions;
  private readonly path: string;
  private file: number | null = null;
  private sizeBytes = 0;
  private client: SegmentClient | null = null;

  constructor(options: PullOptions) {
    this.options = options;
    this.path = join(options.directory, `pulled-${nextFile++}.run`);
  }

  async fetch(request: SegmentRequest, source: RunSource): Promise<LocalRun> {
    this.file ??= openScratch(this.path, "w");
    const { file, path } = this;
    const offset = this.sizeBytes;
    let position = offset;
    try {
      this.client ??= await SegmentClient.connect(this.options);
      const entry = await this.client.fetch(request, (chunk) => {
        writeAll(file, chunk, chunk.length, path, position);
        position += chunk.length;
      });
      const run: LocalRun = { ...entry, offset, path, source };
      verifyRun(run);
      this.sizeBytes = position;
      return run;
    } catch (error) {
      this.hangUp();
      throw error;
    }
  }

  close(): void {
    this.hangUp();
    if (this.file === null) return;
    closeScratch(this.file, this.path);
    this.file = null;
  }

  private hangUp(): void {
    this.client?.close();
    this.client = null;
  }
}
