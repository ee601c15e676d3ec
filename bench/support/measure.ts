/**
 * Times whole commands as a person would: in turns (A B A B ...), several rounds, medians.
 *
 * M1. CPU seconds are those of the command and all its children that ended (the shell's `times`).
 * M2. Peak memory is the largest single process, sampled from /proc every 20 ms: short peaks can be missed.
 * M3. The digest is over standard output: equal digests mean equal answers.
 */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";

export interface Command {
  readonly name: string;
  /** Run by `sh -c`. */
  readonly shell: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Sample {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly digest: string;
}

export interface Measurement {
  readonly name: string;
  readonly samples: readonly Sample[];
  readonly wallSeconds: number;
  readonly wallMin: number;
  readonly wallMax: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  /** Null when the runs disagree. */
  readonly digest: string | null;
}

const SAMPLE_MS = 20;

/** Runs every command once a round, in the given order; the first `warmups` rounds do not count. */
export async function measureInTurns(
  commands: readonly Command[],
  rounds: number,
  warmups = 1,
): Promise<Measurement[]> {
  const samples = new Map<string, Sample[]>(commands.map(({ name }) => [name, []]));
  for (let round = -warmups; round < rounds; round++) {
    for (const command of commands) {
      const sample = await runOnce(command);
      if (round >= 0) samples.get(command.name)?.push(sample);
    }
  }
  return commands.map(({ name }) => summarise(name, samples.get(name) ?? []));
}

export async function runOnce(command: Command): Promise<Sample> {
  const started = performance.now();
  const script = `${command.shell}\ncode=$?; times >&3; exit $code`;
  const child = spawn("sh", ["-c", script], {
    stdio: ["ignore", "pipe", "inherit", "pipe"],
    env: { ...process.env, LC_ALL: "C", ...command.environment },
  });
  const hash = createHash("sha256");
  child.stdout?.on("data", (chunk: Buffer) => hash.update(chunk));
  let times = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    times += chunk.toString();
  });
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, largestBelow(child.pid ?? 0));
  }, SAMPLE_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  }).finally(() => clearInterval(timer));
  if (code !== 0) throw new Error(`${command.name} ended with exit code ${code}`);
  return {
    wallSeconds: (performance.now() - started) / 1000,
    cpuSeconds: parseTimes(times),
    peakBytes,
    digest: hash.digest("hex"),
  };
}

/** Second line of `times`: user and system time of ended children, as `0m1.250s 0m0.030s`. */
function parseTimes(text: string): number {
  const line = text.trim().split("\n").at(-1) ?? "";
  let seconds = 0;
  for (const [, minutes, rest] of line.matchAll(/(\d+)m([\d.]+)s/g)) {
    seconds += Number(minutes) * 60 + Number(rest);
  }
  return seconds;
}

/** Peak resident set (VmHWM) of the largest process at or below `root`. */
function largestBelow(root: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const id = Number(name);
    if (!Number.isInteger(id)) continue;
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readStatus(id))?.[1] ?? 0);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [id]);
    else siblings.push(id);
  }
  let largest = 0;
  const pending = [root];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const kilobytes = Number(/^VmHWM:\s+(\d+)/m.exec(readStatus(id))?.[1] ?? 0);
    largest = Math.max(largest, kilobytes * 1024);
    pending.push(...(children.get(id) ?? []));
  }
  return largest;
}

/** Empty for a process that has just gone. */
function readStatus(id: number): string {
  try {
    return readFileSync(`/proc/${id}/status`, "utf8");
  } catch {
    return "";
  }
}

function summarise(name: string, samples: readonly Sample[]): Measurement {
  const walls = samples.map((sample) => sample.wallSeconds);
  const digests = new Set(samples.map((sample) => sample.digest));
  return {
    name,
    samples,
    wallSeconds: median(walls),
    wallMin: Math.min(...walls),
    wallMax: Math.max(...walls),
    cpuSeconds: median(samples.map((sample) => sample.cpuSeconds)),
    peakBytes: Math.max(...samples.map((sample) => sample.peakBytes)),
    digest: digests.size === 1 ? ([...digests][0] ?? null) : null,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}
