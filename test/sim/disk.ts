/**
 * A disk that keeps what was synced and nothing else for certain.
 *
 * Owns: files as reads see them, and as a power failure would leave them. Satisfies the journal's JournalDisk.
 *
 * D1. A write is visible at once and safe after a sync; a name is safe after a sync of its folder.
 * D2. After a power failure an unsynced write is there, or not, or in part: cut at any byte, or with sectors that were not written.
 * D3. After a failed sync what was unsynced is lost with the next power failure, whatever later syncs say.
 * D4. The killing of a process loses nothing that was written; a write under way may have been made in part.
 */

import type { JournalDisk, JournalFile } from "../../src/master/journal-disk.js";
import type { RandomSource } from "../scenario/random-source.js";
import type { SimNode } from "./node.js";
import type { DiskStep } from "./rewrites.js";

const SECTOR_BYTES = 512;

interface Write {
  readonly offset: number;
  readonly bytes: Buffer;
}

class Content {
  #bytes = Buffer.alloc(4_096);
  size = 0;

  put(offset: number, bytes: Buffer): void {
    const end = offset + bytes.length;
    if (end > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(end, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.size);
      this.#bytes = larger;
    }
    if (offset > this.size) this.#bytes.fill(0, this.size, offset);
    bytes.copy(this.#bytes, offset);
    this.size = Math.max(this.size, end);
  }

  cut(size: number): void {
    this.size = Math.min(this.size, size);
  }

  view(): Buffer {
    return this.#bytes.subarray(0, this.size);
  }

  static copyOf(other: Content): Content {
    const copy = new Content();
    copy.put(0, other.view());
    return copy;
  }
}

interface Inode {
  seen: Content;
  safe: Content;
  pending: Write[];
}

export interface DiskFaults {
  /** Whether this sync fails. */
  syncFails(): boolean;
  /** Whether there is no room for a write. */
  isFull(): boolean;
  /** A mutant's disk only says that it has synced. */
  readonly liesAboutSync: boolean;
  /** A mutant's journal does not ask for it. */
  skipsSyncOf(path: string): boolean;
  /** Told of every operation, when it begins. */
  touched(step: DiskStep, aboutMs: number): void;
  renamed(): void;
}

export class SimDisk {
  readonly #node: SimNode;
  readonly #random: RandomSource;
  readonly #faults: DiskFaults;
  #names = new Map<string, Inode>();
  #safeNames = new Map<string, Inode>();
  #underway: { readonly inode: Inode; readonly write: Write } | null = null;
  /** For the figures. */
  syncs = 0;

  constructor(node: SimNode, random: RandomSource, faults: DiskFaults) {
    this.#node = node;
    this.#random = random;
    this.#faults = faults;
  }

  /** As one life of the process sees it: what it has asked for when it is killed never returns. */
  open(): JournalDisk {
    return {
      open: async (path, flags) => {
        await this.#work(0.1, "open");
        return this.#openFile(path, flags);
      },
      readdir: async () => this.names(),
      rename: async (from, to) => {
        await this.#work(0.2, "rename");
        const inode = this.#names.get(from);
        if (inode === undefined) throw ioError("ENOENT", `rename ${from}`);
        this.#names.delete(from);
        this.#names.set(to, inode);
        this.#faults.renamed();
      },
      awaitRoom: () => new Promise((resolve) => this.#node.after(250, resolve)),
      remove: async (path) => {
        await this.#work(0.2, "remove");
        this.#names.delete(path);
      },
      syncDirectory: async () => {
        await this.#work(1, "sync folder");
        if (this.#faults.syncFails()) throw ioError("EIO", "fsync of the folder");
        if (!this.#faults.liesAboutSync) this.#safeNames = new Map(this.#names);
      },
    };
  }

  /** Of all files, without their folder. */
  names(): string[] {
    return [...this.#names.keys()].map((path) => path.slice(path.lastIndexOf("/") + 1));
  }

  /** D4. */
  processKilled(): void {
    if (this.#underway === null) return;
    const { inode, write } = this.#underway;
    this.#underway = null;
    const made = this.#random.between(0, write.bytes.length);
    put(inode, { offset: write.offset, bytes: write.bytes.subarray(0, made) });
  }

  /** The machine lost power (D2). */
  powerFailure(): void {
    const random = this.#random;
    // A folder's entries may have reached the disk unasked, all or none.
    if (random.chance(0.5)) this.#names = new Map(this.#safeNames);
    else this.#safeNames = new Map(this.#names);
    for (const inode of new Set(this.#names.values())) {
      const safe = Content.copyOf(inode.safe);
      const kept = random.between(0, inode.pending.length);
      inode.pending.slice(0, kept).forEach(({ offset, bytes }) => safe.put(offset, bytes));
      const torn = inode.pending[kept];
      if (torn !== undefined) this.#tear(safe, torn);
      inode.safe = safe;
      inode.seen = Content.copyOf(safe);
      inode.pending = [];
    }
  }

  #tear(content: Content, { offset, bytes }: Write): void {
    const random = this.#random;
    if (random.chance(0.5)) {
      content.put(offset, bytes.subarray(0, random.between(0, bytes.length)));
      return;
    }
    const holes = Buffer.from(bytes);
    const before = content.view();
    for (let at = 0; at < holes.length; ) {
      const end = Math.min(holes.length, at + SECTOR_BYTES - ((offset + at) % SECTOR_BYTES));
      if (at === 0 || random.chance(0.5)) {
        // A sector that was not written holds what it held.
        holes.fill(0, at, end);
        before.subarray(offset + at, offset + end).copy(holes, at);
      }
      at = end;
    }
    content.put(offset, holes);
  }

  #openFile(path: string, flags: "r" | "r+" | "a+" | "w+"): JournalFile {
    let inode = this.#names.get(path);
    if (inode === undefined || flags === "w+") {
      if (flags === "r" || flags === "r+") throw ioError("ENOENT", path);
      inode = { seen: new Content(), safe: new Content(), pending: [] };
      this.#names.set(path, inode);
    }
    return this.#handle(inode, path, flags === "a+");
  }

  /** As POSIX has it, a file opened for appending grows wherever a write says that it goes. */
  #handle(inode: Inode, path: string, appends: boolean): JournalFile {
    return {
      stat: async () => ({ size: inode.seen.size }),
      read: async (bytes, offset, length, position) => {
        // What is not in the kernel's cache takes a while.
        await this.#work(this.#random.chance(0.1) ? 100 : 0.5, null);
        const view = inode.seen.view();
        const end = Math.min(view.length, position + length);
        const bytesRead = Math.max(0, end - position);
        if (bytesRead > 0) view.copy(bytes, offset, position, end);
        return { bytesRead };
      },
      write: async (bytes, offset, length, position) => {
        const piece = Buffer.from(bytes.subarray(offset, offset + length));
        const write = { offset: appends ? inode.seen.size : position, bytes: piece };
        this.#underway = { inode, write };
        await this.#work(0.1, "write");
        this.#underway = null;
        const grows = write.offset + length > inode.seen.size;
        if (grows && this.#faults.isFull()) throw ioError("ENOSPC", "write");
        put(inode, write);
        return { bytesWritten: length };
      },
      truncate: async (size) => {
        inode.seen.cut(size);
        inode.safe.cut(size);
        inode.pending = inode.pending
          .filter(({ offset }) => offset < size)
          .map(({ offset, bytes }) => ({ offset, bytes: bytes.subarray(0, size - offset) }));
      },
      datasync: () => this.#sync(inode),
      sync: async () => {
        if (!this.#faults.skipsSyncOf(path)) await this.#sync(inode);
      },
      close: async () => undefined,
    };
  }

  async #sync(inode: Inode): Promise<void> {
    const { length } = inode.pending;
    await this.#work(this.#random.chance(0.01) ? 400 : 3, "sync");
    this.syncs += 1;
    if (this.#faults.syncFails()) {
      inode.pending = [];
      throw ioError("EIO", "fsync");
    }
    if (this.#faults.liesAboutSync) return;
    for (const { offset, bytes } of inode.pending.splice(0, length)) inode.safe.put(offset, bytes);
  }

  /** Never returns to a process that was killed meanwhile. */
  #work(aboutMs: number, step: DiskStep | null): Promise<void> {
    if (step !== null) this.#faults.touched(step, aboutMs);
    const takesMs = aboutMs * (0.5 + this.#random.next());
    return new Promise((resolve) => this.#node.reach(takesMs, resolve));
  }
}

function put(inode: Inode, write: Write): void {
  inode.seen.put(write.offset, write.bytes);
  inode.pending.push(write);
}

function ioError(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}
