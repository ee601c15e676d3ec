/**
 * Measures what one attempt used of this process: peak resident memory and processor time.
 *
 * G1. Where the kernel lets a process reset its own high-water mark, the peak is the attempt's own; elsewhere it is
 *     the largest resident set seen at the samples.
 * G2. An attempt costs a handful of system calls: tasks may be smaller than the reading of a file in /proc.
 */

import { openSync, writeSync } from "node:fs";

/** The value that resets the peak resident set size, see proc(5), clear_refs. */
const RESET_PEAK = "5";

/** Of the file that takes it, opened once a process. */
let resetDescriptor: number | null = null;
let canReset = true;

export class UsageMeter {
  readonly #cpu = process.cpuUsage();
  readonly #exact = resetPeak();
  #sampledPeakBytes = 0;

  /** Resident bytes now. */
  sample(): number {
    const bytes = process.memoryUsage.rss();
    this.#sampledPeakBytes = Math.max(this.#sampledPeakBytes, bytes);
    return bytes;
  }

  finish(): { readonly peakMemoryBytes: number; readonly cpuMs: number } {
    // Its maximum is the high-water mark that was reset.
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    if (!this.#exact) this.sample();
    const cpuUs = userCPUTime + systemCPUTime - this.#cpu.user - this.#cpu.system;
    return {
      peakMemoryBytes: Math.max(this.#sampledPeakBytes, this.#exact ? maxRSS * 1_024 : 0),
      cpuMs: Math.round(cpuUs / 1_000),
    };
  }
}

function resetPeak(): boolean {
  if (!canReset) return false;
  try {
    resetDescriptor ??= openSync("/proc/self/clear_refs", "w");
    writeSync(resetDescriptor, RESET_PEAK);
    return true;
  } catch {
    // Not Linux, or not allowed: samples must do.
    canReset = false;
    return false;
  }
}
