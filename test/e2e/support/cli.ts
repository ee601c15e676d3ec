/** Runs the built program as a user does, in a folder of its own, with a bound in time. */

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../src/config/layout.js";

export const MR = join(packageRoot(), "dist", "bin", "mr.js");
const TIMEOUT_MS = 60_000;

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** A command that runs `mr` in other circumstances: `setpriv ... --`. */
  readonly prefix?: readonly string[];
  /** Another build of `mr`. */
  readonly program?: string;
  /** In the background only: "pipe" is a standard input that never ends. */
  readonly stdin?: "ignore" | "pipe";
}

/** `mr ARGS...`, to its end. Never throws for an exit code; throws when it takes longer than the bound. */
export function mr(args: readonly string[], options: RunOptions = {}): Result {
  const words = [...(options.prefix ?? []), process.execPath, options.program ?? MR, ...args];
  const { status, stdout, stderr, error } = spawnSync(words[0] ?? "", words.slice(1), {
    cwd: options.cwd,
    input: options.input ?? "",
    env: environment(options),
    timeout: options.timeoutMs ?? TIMEOUT_MS,
    killSignal: "SIGKILL",
    maxBuffer: 1 << 28,
    encoding: "utf8",
  });
  if (error !== undefined) throw new Error(`mr ${args.join(" ")}: ${error.message}\n${stderr}`);
  return { code: status, stdout, stderr };
}

export interface Running {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  readonly ended: Promise<Result>;
}

/** `mr ARGS...` in the background. The caller ends it. */
export function startMr(args: readonly string[], options: RunOptions = {}): Running {
  const words = [...(options.prefix ?? []), process.execPath, options.program ?? MR, ...args];
  const child = spawn(words[0] ?? "", words.slice(1), {
    cwd: options.cwd,
    env: environment(options),
    stdio: [options.stdin ?? "ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Result>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, stderr: () => stderr, ended };
}

/** The same environment for every test: no colours, no settings of the person who runs it. */
function environment(options: RunOptions): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("MR_"));
  return { ...Object.fromEntries(kept), NO_COLOR: "1", LC_ALL: "C.UTF-8", ...options.environment };
}

/** A folder of the test's own, with its real path. */
export function makeFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "mr-e2e-")));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The parts of an output, concatenated in name order. */
export function parts(output: string): Buffer {
  const names = readdirSync(output).filter((name) => name.startsWith("part-"));
  return Buffer.concat(names.toSorted().map((name) => readFileSync(join(output, name))));
}

/** What `sh -c` prints; fails the test when it fails. */
export function shell(
  script: string,
  cwd: string,
  environmentToo: Record<string, string> = {},
  input: string | Uint8Array = "",
): Buffer {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
    cwd,
    input,
    env: { ...process.env, LC_ALL: "C", ...environmentToo },
    maxBuffer: 1 << 28,
    timeout: TIMEOUT_MS,
  });
  if (status !== 0) throw new Error(`sh -c '${script}' ended with ${status}: ${stderr.toString()}`);
  return stdout;
}

/** Whether a program is on the PATH. */
export function hasProgram(name: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, name)));
}

/** Waits until `condition` holds; fails after the bound with `what`. */
export async function until(
  what: string,
  condition: () => boolean,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Process ids of all living descendants of a process. */
export function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    let status = "";
    try {
      status = readFileSync(`/proc/${name}/stat`, "utf8");
    } catch {
      continue; // Gone since the listing.
    }
    const afterName = status.slice(status.lastIndexOf(")") + 2).split(" ");
    if (afterName[0] === "Z") continue;
    const parent = Number(afterName[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  const pending = [root];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const below = children.get(id) ?? [];
    found.push(...below);
    pending.push(...below);
  }
  return found;
}

export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
