/**
 * Everything pulled from one worker, segment after segment in one local file.
 *
 * U1. A segment that did not arrive whole and sound is overwritten by the next, and the connection is made anew.
 * U2. Who damaged a segment is named: when it arrives damaged twice, and its worker finds it sound on its disk, it was
 *     the way.
 */

import { join } from "node:path";
import { MrError } from "../engine/error.js";
import { ArrivingRun } from "./arriving-run.js";
import type { LinkSpeeds } from "./link-speeds.js";
import { closeScratch, openScratch } from "./scratch-io.js";
import { type ConnectOptions, SegmentClient } from "./segment-client.js";
import type { LocalRun, RunSource } from "./segment-file.js";
import type { SegmentRequest } from "./segment-protocol.js";

export interface PullOptions extends ConnectOptions {
  readonly directory: string;
  readonly links: LinkSpeeds;
}

export type PullRequest = Omit<SegmentRequest, "codec" | "check">;

/** Calls of one attempt share a directory. */
let nextFile = 0;

export class PullFile {
  private readonly options: PullOptions;
  private readonly path: string;
  private file: number | null = null;
  private sizeBytes = 0;
  private client: SegmentClient | null = null;
  /** The last segment arrived damaged. */
  private check = false;

  constructor(options: PullOptions) {
    this.options = options;
    this.path = join(options.directory, `pulled-${nextFile++}.run`);
  }

  async fetch(request: PullRequest, source: RunSource): Promise<LocalRun> {
    const { check } = this;
    try {
      const run = await this.pull({ ...request, check }, source);
      this.check = false;
      return run;
    } catch (error) {
      this.hangUp();
      this.check = error instanceof MrError && error.code === "MR_SEGMENT_CORRUPT";
      throw error;
    }
  }

  private async pull(
    request: PullRequest & { readonly check: boolean },
    source: RunSource,
  ): Promise<LocalRun> {
    this.file ??= openScratch(this.path, "w");
    const { file, path } = this;
    const { address, links } = this.options;
    const client = (this.client ??= await SegmentClient.connect(this.options));
    const wireBytes = client.wireBytes;
    const loop = performance.eventLoopUtilization();
    const sent = await client.ask({ ...request, codec: links.codecFor(address) });
    const run: LocalRun = { ...sent.entry, offset: this.sizeBytes, path, source };
    const arriving = new ArrivingRun(run, file);
    const soundAt = request.check ? address : null;
    try {
      await client.receive(sent, (chunk) => blaming(soundAt, () => arriving.take(chunk)));
      blaming(soundAt, () => arriving.finish());
    } finally {
      arriving.close();
    }
    // Time in which we are busy is not the link's.
    const { idle } = performance.eventLoopUtilization(loop);
    links.note(address, client.wireBytes - wireBytes, idle);
    this.sizeBytes += run.sizeBytes;
    return run;
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

/** Damage to what the worker at `soundAt` had just found sound on its disk came about on the way. */
function blaming(soundAt: string | null, check: () => void): void {
  try {
    check();
  } catch (cause) {
    const isDamage = cause instanceof MrError && cause.code === "MR_SEGMENT_CORRUPT";
    if (soundAt === null || !isDamage) throw cause;
    throw new MrError(
      "MR_SEGMENT_CORRUPT",
      `damaged on the way from worker ${soundAt}, whose disk holds it sound: ${cause.message}`,
      { cause, hint: "The output is made again. Check the network between the two machines." },
    );
  }
}
