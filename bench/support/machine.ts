/** What the figures were measured on. */

import { availableParallelism, cpus, release, totalmem } from "node:os";
import { readFileSync } from "node:fs";

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${distribution()}, kernel ${release()}`,
    node: process.version,
  };
}

function distribution(): string {
  try {
    const text = readFileSync("/etc/os-release", "utf8");
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? process.platform;
  } catch {
    return process.platform; // A system without that file.
  }
}
