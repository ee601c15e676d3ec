/** What the kernel says about other processes. */

import { readFileSync } from "node:fs";

const TICKS_A_SECOND = 100;

/** Seconds of processor time so far. */
export function processorSeconds(id: number): number {
  const stat = readFileSync(`/proc/${id}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

export function childrenOf(id: number): number[] {
  return readFileSync(`/proc/${id}/task/${id}/children`, "utf8")
    .split(" ")
    .filter(Boolean)
    .map(Number);
}

/** The largest resident set so far, in MB. */
export function peakMegabytes(id: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1];
  return Math.round((Number(kilobytes ?? 0) * 1024) / 1e6);
}
