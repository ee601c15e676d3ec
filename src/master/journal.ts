/**
 * The journal: what the engine has decided, in the order in which it decided, safe on a disk.
 *
 * Owns: the files `journal-<generation>` of the state directory. A generation starts with the facts that were still
 * needed when it was made (snapshot.ts) and goes on with what happened since; the one before it is kept as well.
 *
 * J1. `append` resolves when the facts are on the disk (one write, one fdatasync), or rejects and the journal is over:
 *     after a failed write or fsync nobody can know what the disk holds, so nothing may be acknowledged any more.
 * J2. Opening cuts a torn tail and refuses a damaged file, naming the offset (journal-scan.ts tells one from the other).
 * J3. A generation becomes visible by one rename, complete and synced.
 */

import { join } from "node:path";
import { MrError } from "../engine/error.js";
import type { Fact } from "../engine/fact.js";
import { type JournalDisk, type JournalFile, REAL_DISK } from "./journal-disk.js";
import { encodeBodies, encodeFrame } from "./journal-frame.js";
import { scanFrames, type Ending } from "./journal-scan.js";

export interface JournalOptions {
  readonly directory: string;
  readonly epoch: number;
  /** False: written, not forced to the disk. */
  readonly durable: boolean;
  /** Default: the machine's. */
  readonly disk?: JournalDisk;
}

export interface OpenedJournal {
  readonly journal: Journal;
  readonly facts: readonly Fact[];
  /** What was found and mended, for the log. */
  readonly notices: readonly string[];
}

const GENERATIONS_KEPT = 2;
const NAME = /^journal-(\d{8})$/;

/** Errors: MR_JOURNAL_CORRUPT, MR_JOURNAL_IO. */
export async function openJournal(options: JournalOptions): Promise<OpenedJournal> {
  const { disk = REAL_DISK } = options;
  const generation = (await generations(disk, options.directory)).at(-1) ?? 1;
  const path = pathOf(options.directory, generation);
  const file = await disk.open(path, "a+");
  try {
    const loaded = await load(file, path);
    if (loaded.notices.length > 0) await file.truncate(loaded.size);
    if (options.durable) {
      await file.sync();
      await disk.syncDirectory(options.directory);
    }
    const journal = new Journal(options, { file, generation, ...loaded });
    return { journal, facts: loaded.facts, notices: loaded.notices };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function load(file: JournalFile, path: string) {
  const { size: fileSize } = await file.stat();
  const facts: Fact[] = [];
  let [size, sequence] = [0, 0];
  const frames = scanFrames(file, fileSize);
  let next = await frames.next();
  while (next.done !== true) {
    for (const fact of next.value.facts) facts.push(fact);
    size = next.value.end;
    sequence = next.value.header.sequence;
    next = await frames.next();
  }
  return { facts, size, sequence, notices: judge(next.value, path, fileSize) };
}

function judge(ending: Ending, path: string, size: number): string[] {
  if (ending.kind === "clean") return [];
  if (ending.kind === "damaged") {
    throw new MrError("MR_JOURNAL_CORRUPT", `${path} is damaged at offset ${ending.offset}`, {
      hint: "Restore the state directory from a copy, or start the master with a new one; its jobs have to be submitted again.",
    });
  }
  const lost = size - ending.offset;
  return [`${path}: cut ${lost} bytes of a write that was never finished, at ${ending.offset}`];
}

interface OpenFile {
  readonly file: JournalFile;
  readonly generation: number;
  readonly size: number;
  readonly sequence: number;
}

export class Journal {
  readonly #options: JournalOptions;
  readonly #disk: JournalDisk;
  #current: OpenFile;
  #failure: MrError | null = null;

  constructor(options: JournalOptions, current: OpenFile) {
    this.#options = options;
    this.#disk = options.disk ?? REAL_DISK;
    this.#current = current;
  }

  /** Everything below this offset is safe. */
  get sizeBytes(): number {
    return this.#current.size;
  }

  /** Not to be called again before it has settled. Errors: MR_DISK_FULL, MR_JOURNAL_IO. */
  async append(facts: readonly Fact[]): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    try {
      this.#current = await this.#write(this.#current, facts);
    } catch (error) {
      this.#failure = writeError(error, this.#path());
      throw this.#failure;
    }
  }

  /** All facts that were safe when it was called, oldest first. */
  async *read(): AsyncGenerator<Fact, void, undefined> {
    const { size } = this.#current;
    const file = await this.#disk.open(this.#path(), "r");
    try {
      for await (const frame of scanFrames(file, size)) yield* frame.facts;
    } finally {
      await file.close();
    }
  }

  /** Starts a new generation with `facts` alone. Unless it was already visible, a failure leaves the journal as it was. */
  async startGeneration(facts: readonly Fact[]): Promise<void> {
    const { directory, durable } = this.#options;
    const generation = this.#current.generation + 1;
    const path = pathOf(directory, generation);
    const file = await this.#disk.open(`${path}.new`, "w+");
    let next: OpenFile = { file, generation, size: 0, sequence: this.#current.sequence };
    try {
      next = await this.#write(next, facts);
      if (durable) await file.sync();
      await this.#disk.rename(`${path}.new`, path);
    } catch (error) {
      await file.close();
      await this.#disk.remove(`${path}.new`);
      throw writeError(error, path);
    }
    const previous = this.#current;
    this.#current = next;
    await previous.file.close();
    try {
      if (durable) await this.#disk.syncDirectory(directory);
    } catch (error) {
      // Nobody knows which generation a restart would find: nothing may be added to either (J1).
      this.#failure = writeError(error, path);
      throw this.#failure;
    }
    const found = await generations(this.#disk, directory);
    for (const old of found.slice(0, -GENERATIONS_KEPT)) {
      await this.#disk.remove(pathOf(directory, old));
    }
  }

  async close(): Promise<void> {
    await this.#current.file.close();
  }

  async #write(to: OpenFile, facts: readonly Fact[]): Promise<OpenFile> {
    let { size, sequence } = to;
    for await (const body of encodeBodies(facts)) {
      sequence++;
      const frame = encodeFrame(body, sequence, this.#options.epoch);
      await writeFully(to.file, frame, size);
      if (this.#options.durable) await to.file.datasync();
      size += frame.length;
    }
    return { ...to, size, sequence };
  }

  #path(): string {
    return pathOf(this.#options.directory, this.#current.generation);
  }
}

async function writeFully(file: JournalFile, bytes: Buffer, offset: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const rest = bytes.length - written;
    written += (await file.write(bytes, written, rest, offset + written)).bytesWritten;
  }
}

function writeError(error: unknown, path: string): MrError {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && "code" in error && error.code === "ENOSPC") {
    return new MrError("MR_DISK_FULL", `the journal ${path} cannot grow: the disk is full`, {
      hint: "Free some space and start the master again: it goes on where it was.",
      cause: error,
    });
  }
  return new MrError("MR_JOURNAL_IO", `the journal ${path} cannot be written: ${reason}`, {
    hint: "Check the disk, then start the master again: it goes on where it was.",
    cause: error,
  });
}

async function generations(disk: JournalDisk, directory: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await disk.readdir(directory)) {
    const match = NAME.exec(name);
    if (match !== null) found.push(Number(match[1]));
  }
  return found.sort((a, b) => a - b);
}

function pathOf(directory: string, generation: number): string {
  return join(directory, `journal-${String(generation).padStart(8, "0")}`);
}
