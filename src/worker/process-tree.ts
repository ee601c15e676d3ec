/**
 * What a runner's processes are and how much memory they take, from /proc.
 *
 * Owns: the reading of /proc. Talks to: the file system, `kill`.
 *
 * T1. A runner's processes: its session, its descendants, and who carries its name in the environment: so a process that
 *     left session and parents behind is found too, unless it has emptied its environment as well.
 * T2. Memory is the sum of resident sets: pages that processes share count for each of them.
 * T3. Without /proc there is nothing to be known: nobody is found, memory is null.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";

/** In the environment of a runner, and so of everything that it starts. */
export const RUNNER_VARIABLE = "MR_RUNNER";

export interface FoundProcess {
  readonly id: number;
  readonly name: string;
  readonly memoryBytes: number;
}

interface ProcessStatus extends FoundProcess {
  readonly parent: number;
  readonly session: number;
  readonly startedAt: number;
}

const HAS_PROC = existsSync("/proc/self/statm");

let pageBytes: number | null = null;

/** The page size, by what the kernel and Node say of the same process. */
function bytesOfPages(pages: number): number {
  pageBytes ??=
    2 ** Math.round(Math.log2(process.memoryUsage.rss() / (residentPages("self") ?? 1)));
  return pages * pageBytes;
}

function residentPages(id: number | "self"): number | null {
  const text = read(`/proc/${id}/statm`);
  return text === null ? null : Number(text.split(" ")[1]);
}

/** Of one process alone; null when it has gone, or nobody can know. */
export function residentBytes(id: number): number | null {
  const pages = HAS_PROC ? residentPages(id) : null;
  return pages === null ? null : bytesOfPages(pages);
}

/** Whether it has living children of its own but `watcher`: much cheaper than `runnersProcesses`. */
export function hasChildren(id: number, watcher: number | null): boolean {
  if (!HAS_PROC) return false;
  const threads = list(`/proc/${id}/task`);
  return threads.some((thread) =>
    (read(`/proc/${id}/task/${thread}/children`) ?? "")
      .split(" ")
      .some((child) => child !== "" && Number(child) !== watcher),
  );
}

/**
 * All but the runner itself, which leads the session `runner`, and the `watcher` of its lifeline. Reads the status of
 * every process of the machine.
 */
export function runnersProcesses(
  runner: number,
  name: string,
  watcher: number | null,
): FoundProcess[] {
  if (!HAS_PROC) return [];
  const all = list("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => statusOf(Number(entry)) ?? []);
  const born = all.find(({ id }) => id === runner)?.startedAt ?? 0;
  const young = all.filter(
    ({ id, startedAt }) => startedAt >= born && id !== runner && id !== watcher,
  );
  const family = new Set([runner]);
  // Parents come before children but for reused ids: again until nobody new is found.
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const { id, parent, session } of young) {
      if (family.has(parent) || session === runner) family.add(id);
    }
  }
  const mark = `${RUNNER_VARIABLE}=${name}\0`;
  return young.filter(
    ({ id }) => family.has(id) || `${read(`/proc/${id}/environ`) ?? ""}\0`.includes(mark),
  );
}

export function killProcess(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch (error) {
    // ESRCH: gone already. EPERM: it has become somebody else, whom we cannot reach.
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

/** Null for one that has gone, or is only waiting to be asked how it ended. */
function statusOf(id: number): ProcessStatus | null {
  const text = read(`/proc/${id}/stat`);
  if (text === null) return null;
  const nameEnd = text.lastIndexOf(")");
  // After the name: state, parent, group, session, ...; see proc(5).
  const fields = text.slice(nameEnd + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return null;
  return {
    id,
    name: text.slice(text.indexOf("(") + 1, nameEnd),
    parent: Number(fields[1]),
    session: Number(fields[3]),
    startedAt: Number(fields[19]),
    memoryBytes: bytesOfPages(Number(fields[21])),
  };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // Gone since it was listed, or not ours to read.
    return null;
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
