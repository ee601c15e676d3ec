/**
 * Measures what one attempt used of this process: peak resident memory and processor time.
 *
 * G1. Where the kernel lets a process reset its own high-water mark, the peak is the attempt's own; elsewhere it is
 *     the largest resident set seen at the samples.
 */

import { readFileSync, writeFileSync } from "node:fs";

/** The value that resets the peak resident set size, see proc(5), clear_refs. */
const RESET_PEAK = "5";

export class UsageMeter {
  readonly #cpu = process.cpuUsage();
  readonly #exact = resetPeak();
  #sampledPeakBytes = process.memoryUsage.rss();

  /** Resident bytes now. */
  sample(): number {
    const bytes = process.memoryUsage.rss();
    this.#sampledPeakBytes = Math.max(this.#sampledPeakBytes, bytes);
    return bytes;
  }

  finish(): { readonly peakMemoryBytes: number; readonly cpuMs: number } {
    this.sample();
    const { user, system } = process.cpuUsage(this.#cpu);
    const peakBytes = this.#exact ? (readPeak() ?? 0) : 0;
    return {
      peakMemoryBytes: Math.max(this.#sampledPeakBytes, peakBytes),
      cpuMs: Math.round((user + system) / 1_000),
    };
  }
}

function resetPeak(): boolean {
  try {
    writeFileSync("/proc/self/clear_refs", RESET_PEAK);
    return true;
  } catch {
    // Not Linux, or not allowed: samples must do.
    return false;
  }
}

function readPeak(): number | null {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
}
