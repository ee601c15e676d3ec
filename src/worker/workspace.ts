/**
 * The worker's private folder: `<work>/<job>/<runner>/` for what attempts need while they run (scratch.ts),
 * `<work>/<job>/<attempt>.segments` for what they leave.
 *
 * Owns: the folder, its marker file `worker.json`, and the table of finished segment files.
 *
 * W1. A folder that is not empty and carries no marker is somebody else's: it is refused, never cleaned.
 * W2. A folder whose marker names a living process is refused.
 * W3. Removing is repeatable; what is not there any more is no error.
 * W4. A worker killed by force leaves its folder behind. In the default place the next worker removes it; only when the
 *     marker says that its process lived on this very host, and it lives no more.
 */

import { mkdir, readFile, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processStart } from "../config/process-life.js";
import { MrError } from "../engine/error.js";
import type { KeptOutput } from "../engine/event.js";
import { attemptName } from "../engine/ids.js";
import type { AttemptRef, JobId } from "../engine/ids.js";
import { hostId } from "./host-id.js";

const MARKER = "worker.json";
/** Programs that were just killed may still be closing files below a folder that is removed. */
const REMOVE = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** Where a worker works that was not told where: a folder of its own, named after its user and process. */
export function defaultWorkDirectory(): string {
  return join(tmpdir(), `${defaultPrefix()}${process.pid}`);
}

function defaultPrefix(): string {
  return `mr-worker-${process.getuid?.() ?? 0}-`;
}

export class Workspace {
  readonly directory: string;
  readonly #segments = new Map<JobId, Map<string, KeptOutput>>();

  private constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * Makes the folder, or takes over a dead worker's: what that one had finished is kept, the rest is removed.
   * Errors: MR_CONFIG, MR_STATE_LOCKED.
   */
  static async open(directory: string): Promise<Workspace> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const names = await readdir(directory);
    let kept: readonly KeptOutput[] = [];
    if (names.length > 0) {
      await refuseForeign(directory, names);
      const { findKeptSegments } = await import("./kept-segments.js");
      kept = await findKeptSegments(directory);
    }
    const marker: Marker = {
      processId: process.pid,
      startedAt: processStart(process.pid),
      hostId: hostId(),
    };
    await writeFile(join(directory, MARKER), JSON.stringify(marker), { mode: 0o600 });
    const workspace = new Workspace(directory);
    for (const { attempt, ...file } of kept) workspace.keep(attempt, file);
    return workspace;
  }

  get bundleDirectory(): string {
    return join(this.directory, "bundles");
  }

  jobDirectory(job: JobId): string {
    return join(this.directory, job);
  }

  segmentPath(attempt: AttemptRef): string {
    return join(this.directory, attempt.job, `${attemptName(attempt)}.segments`);
  }

  /** The attempt succeeded: its segment file may be served from this very moment. */
  keep(attempt: AttemptRef, { sizeBytes, records }: Omit<KeptOutput, "attempt" | "path">): void {
    let files = this.#segments.get(attempt.job);
    if (files === undefined) this.#segments.set(attempt.job, (files = new Map()));
    const path = this.segmentPath(attempt);
    files.set(attemptName(attempt), { attempt, path, sizeBytes, records });
  }

  /** All finished segment files. */
  kept(): KeptOutput[] {
    return [...this.#segments.values()].flatMap((files) => [...files.values()]);
  }

  /** The attempt left nothing worth keeping. Only after its process has gone, or has said so. */
  async removeSegments(attempt: AttemptRef): Promise<void> {
    await rm(this.segmentPath(attempt), REMOVE);
  }

  /** Partitions from `from` on of the stage's finished files go; the files stay in the table as they were. */
  async trim(job: JobId, stage: string, from: number): Promise<void> {
    const { trimSegments } = await import("../shuffle/trim-segments.js");
    for (const { attempt, path } of this.#segments.get(job)?.values() ?? []) {
      if (attempt.stage !== stage) continue;
      await trimSegments(path, from);
    }
  }

  /** A finished segment file by the names that travel on the wire; never a path from there. */
  segmentFile(job: string, name: string): string | undefined {
    return this.#segments.get(job as JobId)?.get(name)?.path;
  }

  async removeJob(job: JobId): Promise<void> {
    this.#segments.delete(job);
    await rm(this.jobDirectory(job), REMOVE);
  }

  async remove(): Promise<void> {
    this.#segments.clear();
    for (const name of await namesIn(this.directory)) await rm(join(this.directory, name), REMOVE);
    await rmdir(this.directory).catch(ignoreMissing);
  }

  /** The same at once, for a process that is about to end. */
  removeNow(): void {
    rmSync(this.directory, REMOVE);
  }
}

/** W4. Failures leave them for the next time. */
export async function sweepWorkDirectories(folder: string = tmpdir()): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const name of await namesIn(folder)) {
    if (!name.startsWith(defaultPrefix())) continue;
    const path = join(folder, name);
    const marker = parseMarker(await readFile(join(path, MARKER), "utf8").catch(() => ""));
    if (marker === null || marker.hostId !== hostId() || isAtWork(marker)) continue;
    await rm(path, REMOVE).then(
      () => swept.push(path),
      () => undefined,
    );
  }
  return swept;
}

async function refuseForeign(directory: string, names: readonly string[]): Promise<void> {
  if (!names.includes(MARKER)) {
    throw new MrError("MR_CONFIG", `${directory} is not empty and is not a worker's folder`, {
      hint: "Give the worker a folder of its own; it empties it at its start and at its end.",
    });
  }
  const owner = parseMarker(await readFile(join(directory, MARKER), "utf8"));
  if (owner === null || owner.processId === process.pid) return;
  if (isAtWork(owner)) {
    throw new MrError("MR_STATE_LOCKED", `process ${owner.processId} is working in ${directory}`, {
      hint: "Give each worker a folder of its own.",
    });
  }
}

interface Marker {
  readonly processId: number;
  readonly startedAt: string | null;
  readonly hostId: string | null;
}

function isAtWork({ processId, startedAt }: Marker): boolean {
  const found = processStart(processId);
  return found !== null && found === startedAt;
}

function parseMarker(text: string): Marker | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Cut short when its writer died: nobody is there.
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const marker = value as { readonly [name in keyof Marker]?: unknown };
  if (typeof marker.processId !== "number") return null;
  return {
    processId: marker.processId,
    startedAt: typeof marker.startedAt === "string" ? marker.startedAt : null,
    hostId: typeof marker.hostId === "string" ? marker.hostId : null,
  };
}

async function namesIn(directory: string): Promise<string[]> {
  return (await readdir(directory).catch(ignoreMissing)) ?? [];
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
