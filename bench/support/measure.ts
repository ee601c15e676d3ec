/**
 * Times whole commands as a person would: in turns (A B A B ...), several rounds, medians.
 *
 * M1. CPU seconds are those of the command and all its children that ended (the shell's `times`).
 * M2. Peak memory is that of the largest single process (peak-memory.ts). Looking takes time of the same cores: it is done in
 *     the rounds that warm up, and in those that count only for commands that have no others.
 * M3. The answer of every run is digested, outside the time; equal digests mean equal answers.
 */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { fetchMemory, holdInputs, readAll } from "./page-cache.js";
import { PeakMemory } from "./peak-memory.js";

export interface Command {
  readonly name: string;
  /** Run by `sh -c`. */
  readonly shell: string;
  /** Removed before every run, outside the time: nobody pays for what the last run has left. */
  readonly output?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Folder of its inputs, held in memory and read before every run, outside the time: nobody waits for the disk.
   * As much free memory as it may need is fetched then (page-cache.ts).
   */
  readonly inputs?: string;
  /** For slow commands: no more rounds than this, spread over all, and no warm-up. */
  readonly rounds?: number;
  /** Shell commands that print the answer of the last run, each in a form that is compared. */
  readonly answers?: readonly string[];
}

export interface Sample {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  /** One for each of `answers`. */
  readonly digests: readonly string[];
}

export interface Measurement {
  readonly name: string;
  readonly samples: readonly Sample[];
  readonly rounds: number;
  readonly wallSeconds: number;
  readonly wallMin: number;
  readonly wallMax: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

const ERROR_TAIL = 4000;

/** Runs every command once a round, in the given order; the times of the first `warmups` rounds do not count. */
export async function measureInTurns(
  commands: readonly Command[],
  rounds: number,
  warmups = 1,
): Promise<Measurement[]> {
  const counted = new Map<string, Sample[]>(commands.map(({ name }) => [name, []]));
  const peaks = new Map<string, number>();
  const letGo = await holdInputs(commands.flatMap(({ inputs }) => inputs ?? []));
  try {
    for (let round = -warmups; round < rounds; round++) {
      for (const command of commands) {
        if (!takesPart(command, round, rounds)) continue;
        const { name } = command;
        const looks = round < 0 || warmups === 0 || (command.rounds ?? rounds) < rounds;
        const sample = await runOnce(command, looks);
        peaks.set(name, Math.max(peaks.get(name) ?? 0, sample.peakBytes));
        if (round >= 0) counted.get(name)?.push(sample);
      }
    }
  } finally {
    await letGo();
  }
  return commands.map(({ name }) => summarise(name, counted.get(name) ?? [], peaks.get(name) ?? 0));
}

function takesPart(command: Command, round: number, rounds: number): boolean {
  const own = command.rounds ?? rounds;
  if (own >= rounds) return true;
  if (round < 0) return false;
  return Math.floor(((round + 1) * own) / rounds) > Math.floor((round * own) / rounds);
}

/** Without `looks` its peak memory is 0. */
export async function runOnce(command: Command, looks = true): Promise<Sample> {
  if (command.output !== undefined) rmSync(command.output, { recursive: true, force: true });
  if (command.inputs !== undefined) {
    readAll(command.inputs);
    fetchMemory(command.inputs);
  }
  const started = performance.now();
  const script = `${command.shell}\ncode=$?; times >&3; exit $code`;
  const { peakBytes, times, endedAt } = await shell(script, command, looks);
  const digests: string[] = [];
  for (const answer of command.answers ?? []) {
    digests.push((await shell(answer, command, false)).digest);
  }
  return {
    wallSeconds: (endedAt - started) / 1000,
    cpuSeconds: parseTimes(times),
    peakBytes,
    digests,
  };
}

interface Ended {
  readonly peakBytes: number;
  readonly endedAt: number;
  /** What it wrote to descriptor 3. */
  readonly times: string;
  /** Of its standard output. */
  readonly digest: string;
}

async function shell(
  script: string,
  { name, environment }: Command,
  looks: boolean,
): Promise<Ended> {
  const child = spawn("sh", ["-c", script], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    // Node parses the certificates of that variable at every start, which takes longer than all the rest of its start.
    env: { ...process.env, NODE_EXTRA_CA_CERTS: "", LC_ALL: "C", ...environment },
  });
  const hash = createHash("sha256");
  child.stdout?.on("data", (chunk: Buffer) => hash.update(chunk));
  const texts = ["", "", "", ""];
  for (const descriptor of [2, 3]) {
    child.stdio[descriptor]?.on("data", (chunk: Buffer) => {
      texts[descriptor] = `${texts[descriptor]}${chunk.toString()}`.slice(-ERROR_TAIL);
    });
  }
  const memory = looks ? new PeakMemory(child.pid ?? 0) : null;
  let endedAt = 0;
  let peakBytes = 0;
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => {
      endedAt = performance.now();
    });
    child.on("close", resolve);
  }).finally(() => {
    peakBytes = memory?.stop() ?? 0;
  });
  const [, , errors = "", times = ""] = texts;
  if (code !== 0) throw new Error(`${name} ended with exit code ${code}\n${errors}`);
  return { peakBytes, endedAt, times, digest: hash.digest("hex") };
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

function summarise(name: string, samples: readonly Sample[], peakBytes: number): Measurement {
  const walls = samples.map((sample) => sample.wallSeconds);
  return {
    name,
    samples,
    rounds: samples.length,
    wallSeconds: median(walls),
    wallMin: Math.min(...walls),
    wallMax: Math.max(...walls),
    cpuSeconds: median(samples.map((sample) => sample.cpuSeconds)),
    peakBytes,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}
