/**
 * The journal: what the engine has decided, in the order in which it decided, safe on a disk.
 *
 * Owns: the files `journal-<generation>` of the state directory. A generation starts with the facts that were still
 * needed when it was made (snapshot.ts) and goes on with what happened since; the one before it is kept as well.
 *
 * J1. `append` resolves when the facts are on the disk (one write, one fdatasync), or rejects and the journal is over:
 *     after a failed write or fsync nobody can know what the disk holds, so nothing may be acknowledged any more.
 *     A write for which the disk has no room is another matter: what it left is cut off and it is tried again, until
 *     there is room. Meanwhile `full` says so.
 * J2. Opening cuts a torn tail, which stays beside the journal as `cut-<generation>-<offset>`, and refuses a damaged
 *     file, naming the offset (journal-scan.ts tells one from the other).
 * J3. A generation becomes visible by one rename, complete and synced.
 */

import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { MrError } from "../engine/error.js";
import type { Fact } from "../engine/fact.js";
import type { FactOutline } from "./fact-text.js";
import { type JournalDisk, type JournalFile, REAL_DISK } from "./journal-disk.js";
import {
  BREATH_MS,
  bodyOf,
  decodeBody,
  encodeBodies,
  encodeFrame,
  type FrameBody,
  linesOf,
} from "./journal-frame.js";
import { type Ending, type Frame, readAt, scanFrames } from "./journal-scan.js";

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
  /** What was found and mended, for the log. */
  readonly notices: readonly string[];
}

const GENERATIONS_KEPT = 2;
/** More of a tail is not worth keeping. */
const CUT_KEPT_BYTES = 1 << 20;
const NAME = /^journal-(\d{8})$/;

/** Hands every fact to `replay`, oldest first. Errors: MR_JOURNAL_CORRUPT, MR_JOURNAL_IO, MR_DISK_FULL. */
export async function openJournal(
  options: JournalOptions,
  replay: (fact: Fact) => void,
): Promise<OpenedJournal> {
  const { directory, disk = REAL_DISK } = options;
  const generation = (await generations(disk, directory)).at(-1) ?? 1;
  const path = pathOf(directory, generation);
  const file = await disk.open(path, "a+");
  try {
    const loaded = await load(file, path, replay);
    if (loaded.notices.length > 0) {
      const number = String(generation).padStart(8, "0");
      await keepTail(disk, join(directory, `cut-${number}-${loaded.size}`), file, loaded.size);
      await file.truncate(loaded.size);
    }
    if (options.durable) {
      await writeAgain(disk, path, loaded);
      await file.sync();
      await disk.syncDirectory(directory);
    }
    const journal = new Journal(options, { file, generation, ...loaded });
    return { journal, notices: loaded.notices };
  } catch (error) {
    await file.close();
    throw error instanceof MrError ? error : writeError(error, path);
  }
}

async function load(file: JournalFile, path: string, replay: (fact: Fact) => void) {
  const { size: fileSize } = await file.stat();
  let [size, sequence, last] = [0, 0, 0];
  const frames = scanFrames(file, fileSize);
  let next = await frames.next();
  while (next.done !== true) {
    for (const fact of decodeBody(next.value.header, next.value.body)) replay(fact);
    last = size;
    size = next.value.end;
    sequence = next.value.header.sequence;
    next = await frames.next();
  }
  return { size, sequence, last, notices: judge(next.value, path, fileSize) };
}

/** For whoever wants to know what it was. On a full disk it goes: nobody was promised anything that it holds. */
async function keepTail(
  disk: JournalDisk,
  path: string,
  from: JournalFile,
  offset: number,
): Promise<void> {
  const bytes = Buffer.alloc(CUT_KEPT_BYTES);
  const { bytesRead } = await from.read(bytes, 0, bytes.length, offset);
  const to = await disk.open(path, "w+");
  try {
    await writeFully(to, bytes.subarray(0, bytesRead), 0);
  } catch {
    await disk.remove(path);
  } finally {
    await to.close();
  }
}

/**
 * The sync of the last frame may have failed, and with it a process before this one (J1). A kernel shows such bytes as
 * if nothing were, and syncs them no more: only those that are written again are.
 */
async function writeAgain(
  disk: JournalDisk,
  path: string,
  { last, size }: { readonly last: number; readonly size: number },
): Promise<void> {
  if (size === last) return;
  const file = await disk.open(path, "r+");
  try {
    const bytes = await readAt(file, last, size - last);
    await writeFully(file, bytes, last);
  } finally {
    await file.close();
  }
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

/** What a new generation takes over. */
export interface NeededOfJournal {
  needs(fact: FactOutline): boolean;
  /** True when the frame with this sequence number holds nothing else: it need not be opened. */
  needsAll(sequence: number): boolean;
}

export class Journal {
  readonly #options: JournalOptions;
  readonly #disk: JournalDisk;
  #current: OpenFile;
  #failure: MrError | null = null;
  #full: MrError | null = null;
  readonly #closing = new AbortController();

  constructor(options: JournalOptions, current: OpenFile) {
    this.#options = options;
    this.#disk = options.disk ?? REAL_DISK;
    this.#current = current;
  }

  /** Everything below this offset is safe. */
  get sizeBytes(): number {
    return this.#current.size;
  }

  /** Set while `append` waits for room on the disk. */
  get full(): MrError | null {
    return this.#full;
  }

  /** Not to be called again before it has settled. Errors: MR_JOURNAL_IO; MR_DISK_FULL after `giveUp`. */
  async append(facts: readonly Fact[]): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    try {
      this.#current = await this.#write(facts);
    } catch (error) {
      this.#failure = error instanceof MrError ? error : writeError(error, this.#path());
      throw this.#failure;
    }
  }

  /** An `append` that waits for room, now or later, waits no longer. */
  giveUp(): void {
    this.#closing.abort();
  }

  /** All facts that were safe when it was called, oldest first, as they were written together. */
  async *read(): AsyncGenerator<readonly Fact[], void, undefined> {
    for await (const { header, body } of this.frames()) {
      yield decodeBody(header, body);
    }
  }

  /** The same, as they stand in the file; only those after the frame with this sequence number. */
  async *frames(after = 0): AsyncGenerator<Frame, void, undefined> {
    const { size } = this.#current;
    const file = await this.#disk.open(this.#path(), "r");
    let breathedAt = performance.now();
    try {
      for await (const frame of scanFrames(file, size)) {
        if (frame.header.sequence > after) yield frame;
        if (performance.now() - breathedAt < BREATH_MS) continue;
        await nextTurn();
        breathedAt = performance.now();
      }
    } finally {
      await file.close();
    }
  }

  /**
   * Starts a new generation with the facts that are still needed. Unless it was already visible, a failure leaves the
   * journal as it was.
   */
  async startGeneration(needed: NeededOfJournal): Promise<void> {
    const { directory, durable } = this.#options;
    const generation = this.#current.generation + 1;
    const path = pathOf(directory, generation);
    const file = await this.#disk.open(`${path}.new`, "w+");
    let next: OpenFile = { file, generation, size: 0, sequence: this.#current.sequence };
    try {
      for await (const frame of this.frames()) {
        const whole = needed.needsAll(frame.header.sequence);
        const body = whole ? asItIs(frame) : await bodyFor(frame, needed);
        if (body.facts > 0) next = await this.#copy(next, body);
      }
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

  async #write(facts: readonly Fact[]): Promise<OpenFile> {
    const { file } = this.#current;
    let { size, sequence } = this.#current;
    for await (const body of encodeBodies(facts)) {
      sequence++;
      const frame = encodeFrame(body, sequence, this.#options.epoch);
      for (;;) {
        try {
          await writeFully(file, frame, size);
          break;
        } catch (error) {
          if (!isFull(error) || !(await this.#awaitRoom(size))) throw error;
        }
      }
      this.#full = null;
      if (this.#options.durable) await file.datasync();
      size += frame.length;
    }
    return { ...this.#current, size, sequence };
  }

  /** Into a file that nobody sees yet: synced as a whole, later. */
  async #copy(to: OpenFile, body: FrameBody): Promise<OpenFile> {
    const sequence = to.sequence + 1;
    const frame = encodeFrame(body, sequence, this.#options.epoch);
    await writeFully(to.file, frame, to.size);
    return { ...to, size: to.size + frame.length, sequence };
  }

  /**
   * What a short write left is cut off at once: a restart must not find it, and it may be the room that is missing.
   * False: nobody wants to wait any more.
   */
  async #awaitRoom(size: number): Promise<boolean> {
    await this.#current.file.truncate(size);
    const { signal } = this.#closing;
    if (signal.aborted || this.#disk.awaitRoom === undefined) return false;
    this.#full ??= diskFull(this.#path());
    await this.#disk.awaitRoom(signal);
    return !signal.aborted;
  }

  #path(): string {
    return pathOf(this.#options.directory, this.#current.generation);
  }
}

function asItIs({ header: { facts, deflated }, body: bytes }: Frame): FrameBody {
  return { facts, deflated, bytes };
}

async function bodyFor(frame: Frame, needed: NeededOfJournal): Promise<FrameBody> {
  const lines: Buffer[] = [];
  for await (const { fact, bytes } of linesOf(frame.header, frame.body)) {
    if (needed.needs(fact)) lines.push(bytes);
  }
  return lines.length === frame.header.facts ? asItIs(frame) : bodyOf(lines);
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
  if (isFull(error)) return diskFull(path, error);
  return new MrError("MR_JOURNAL_IO", `the journal ${path} cannot be written: ${reason}`, {
    hint: "Check the disk, then start the master again: it goes on where it was.",
    cause: error,
  });
}

function isFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "ENOSPC" || error.code === "EDQUOT")
  );
}

function diskFull(path: string, cause?: unknown): MrError {
  return new MrError("MR_DISK_FULL", `the journal ${path} cannot grow: the disk is full`, {
    hint: "Free some space: the master goes on where it was.",
    cause,
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
