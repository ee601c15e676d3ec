/**
 * How much memory and disk is left for a worker, as its system tells.
 *
 * Owns: the reading of /proc/meminfo, of control groups (versions 1 and 2) and of statfs. Talks to: the file system.
 *
 * M1. Memory is the machine's, and that of every control group around this process that has a limit.
 * M2. Page cache is free memory: MemAvailable counts it so, and of what a group uses its file pages are taken off. The
 *     pages of a tmpfs are no such cache: they stay used.
 * M3. What cannot be read is not in the list, and nothing follows from it: other systems than Linux, file systems that
 *     do not tell their size.
 */

import { existsSync, readFileSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Room {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** One for every bound that is known: the tightest decides. */
export interface MachineRoom {
  readonly memory: readonly Room[];
  readonly disk: readonly Room[];
}

/** Where a control group tells of its memory. */
interface Group {
  readonly limit: string;
  readonly usage: string;
  readonly stat: string;
  /** The lines of `stat` that count pages which can be dropped. */
  readonly cache: RegExp;
}

const VERSION_1 = {
  limit: "memory.limit_in_bytes",
  usage: "memory.usage_in_bytes",
  cache: /^total_(?:in)?active_file (\d+)$/gm,
};
const VERSION_2 = {
  limit: "memory.max",
  usage: "memory.current",
  cache: /^(?:(?:in)?active_file|slab_reclaimable) (\d+)$/gm,
};

/** Returns the look at the machine and at the file system that holds `folder`; a look costs some reads of small files. */
export function watchMachine(folder: string): () => MachineRoom {
  const groups = groupsAround(read("/proc/self/cgroup"));
  return () => ({ memory: memoryRooms(read("/proc/meminfo"), groups), disk: diskRooms(folder) });
}

/**
 * `text` is /proc/self/cgroup, `root` where control groups are mounted. A container may see only its own group, as the
 * root: other paths are not there.
 */
export function groupsAround(text: string, root = "/sys/fs/cgroup"): readonly Group[] {
  const found: Group[] = [];
  for (const [, controllers = "", path = "/"] of text.matchAll(/^\d+:([^:\n]*):(.*)$/gm)) {
    const names = controllers.split(",");
    if (controllers !== "" && !names.includes("memory")) continue;
    const base = controllers === "" ? root : join(root, "memory");
    const files = controllers === "" ? VERSION_2 : VERSION_1;
    for (let at = path; ; at = dirname(at)) {
      const limit = join(base, at, files.limit);
      const usage = join(base, at, files.usage);
      const stat = join(base, at, "memory.stat");
      if (existsSync(limit)) found.push({ limit, usage, stat, cache: files.cache });
      if (dirname(at) === at) break;
    }
  }
  return found;
}

/** `meminfo` is the text of /proc/meminfo; empty where there is none. */
export function memoryRooms(meminfo: string, groups: readonly Group[]): readonly Room[] {
  const totalBytes = kibibytes(meminfo, "MemTotal");
  const freeBytes = kibibytes(meminfo, "MemAvailable");
  const machine = totalBytes === null || freeBytes === null ? [] : [{ totalBytes, freeBytes }];
  return [...machine, ...groups.flatMap((group) => roomIn(group, totalBytes ?? Infinity))];
}

/** Nothing for a group without a limit, or with one that the machine is below anyway. */
function roomIn({ limit, usage, stat, cache }: Group, machineBytes: number): Room[] {
  const totalBytes = Number.parseInt(read(limit), 10);
  const usedBytes = Number.parseInt(read(usage), 10);
  if (!(totalBytes > 0 && totalBytes < machineBytes && usedBytes >= 0)) return [];
  const dropped = [...read(stat).matchAll(cache)].map(([, bytes]) => Number(bytes));
  const cacheBytes = dropped.reduce((sum, bytes) => sum + bytes, 0);
  const freeBytes = totalBytes - Math.max(0, usedBytes - cacheBytes);
  return [{ totalBytes, freeBytes: Math.max(0, freeBytes) }];
}

/** What root alone may use is not there for us. */
function diskRooms(folder: string): readonly Room[] {
  try {
    const { blocks, bfree, bavail, bsize } = statfsSync(folder);
    const totalBytes = (blocks - bfree + bavail) * bsize;
    return totalBytes > 0 ? [{ totalBytes, freeBytes: bavail * bsize }] : [];
  } catch {
    // The folder has gone, or its file system does not answer: whoever writes there will hear why.
    return [];
  }
}

function kibibytes(meminfo: string, name: string): number | null {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(meminfo);
  return match === null ? null : Number(match[1]) * 1_024;
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // Not this system's, or gone since it was found (M3).
    return "";
  }
}
