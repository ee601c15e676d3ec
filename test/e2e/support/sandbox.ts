/**
 * A folder in which everything that a test starts must stay: its inputs, its outputs, and TMPDIR.
 *
 * Every process of ours carries TMPDIR in its environment, runners and their children too: so whatever a killed program
 * has left running is found, whoever its parent is by then.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { type EntryPoint, entryPoint } from "../../../src/config/layout.js";
import {
  makeFolder,
  MR,
  mr,
  removeFolder,
  type Result,
  type Running,
  type RunOptions,
  startMr,
  until,
} from "./cli.js";

export class Sandbox {
  readonly folder = makeFolder();
  readonly temporary = join(this.folder, "tmp");
  /** Where programs run: input, jobs and outputs. */
  readonly work = join(this.folder, "work");

  constructor() {
    mkdirSync(this.temporary);
    mkdirSync(this.work);
  }

  path(name: string): string {
    return join(this.work, name);
  }

  /** Writes a file below `work` and gives its path. */
  write(name: string, contents: string | Uint8Array, mode = 0o644): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents, { mode });
    return path;
  }

  /** Part files of an output, each after its name: also the cuts between them count. */
  parts(output: string): Buffer {
    const folder = this.path(output);
    const names = readdirSync(folder).filter((name) => name.startsWith("part-"));
    expect(names).not.toEqual([]);
    return Buffer.concat(
      names
        .toSorted()
        .flatMap((name) => [Buffer.from(`${name}\n`), readFileSync(join(folder, name))]),
    );
  }

  /** What an output says of itself. */
  manifest(output: string): { readonly records: number } {
    return JSON.parse(readFileSync(join(this.path(output), "_SUCCESS"), "utf8"));
  }

  run(args: readonly string[], options: RunOptions = {}): Result {
    return mr(args, this.#inside(options));
  }

  start(args: readonly string[], options: RunOptions = {}): Running {
    return startMr(args, this.#inside(options));
  }

  /** `mr` is the program; gives the exit code of the last command of a pipe. */
  shell(script: string): Result {
    const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
      cwd: this.work,
      env: { ...process.env, TMPDIR: this.temporary, mr: `${process.execPath} ${MR}` },
      encoding: "utf8",
      timeout: 30_000,
    });
    return { code: status, stdout, stderr };
  }

  /** Ids of living processes that were started in here. */
  processes(): number[] {
    const mark = `TMPDIR=${this.temporary}\0`;
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((name) => `${read(`/proc/${name}/environ`)}\0`.includes(mark))
      .map(Number);
  }

  /** Those of them that run a certain program of ours. */
  processesOf(program: EntryPoint): number[] {
    const file = entryPoint(program);
    return this.processes().filter((id) => read(`/proc/${id}/cmdline`).split("\0").includes(file));
  }

  /** What is below TMPDIR, and what hides in the working folder: staging folders begin with a dot. */
  leftovers(): string[] {
    const hidden = readdirSync(this.work).filter((name) => name.startsWith("."));
    return [...readdirSync(this.temporary), ...hidden];
  }

  /** No process (hence no port) and no file is left. */
  async expectNothingLeft(timeoutMs = 10_000): Promise<void> {
    await until("all processes have gone", () => this.processes().length === 0, timeoutMs).catch(
      () => undefined,
    );
    expect({
      processes: this.processes().map((id) => read(`/proc/${id}/cmdline`).replaceAll("\0", " ")),
      files: this.leftovers(),
    }).toEqual({ processes: [], files: [] });
  }

  /** Ends what a failed test may have left. */
  async remove(): Promise<void> {
    for (const id of this.processes()) kill(id);
    await until("killed processes have gone", () => this.processes().length === 0);
    removeFolder(this.folder);
  }

  #inside(options: RunOptions): RunOptions {
    return {
      cwd: this.work,
      ...options,
      environment: { TMPDIR: this.temporary, HOME: this.folder, ...options.environment },
    };
  }
}

/** kill -9; somebody who has gone already is no error. */
export function kill(processId: number): void {
  try {
    process.kill(processId, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Empty for a process that has gone, is a zombie, or belongs to somebody else. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Addresses on which a process listens, as `127.0.0.1:4711`. */
export function listeningPorts(processIds: readonly number[]): number[] {
  const sockets = new Set(processIds.flatMap(socketsOf));
  return read("/proc/net/tcp")
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === "0A" && sockets.has(fields[9] ?? ""))
    .map((fields) => Number.parseInt((fields[1] ?? "").split(":")[1] ?? "", 16));
}

function socketsOf(processId: number): string[] {
  const folder = `/proc/${processId}/fd`;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.flatMap((name) => /^socket:\[(\d+)\]$/.exec(link(join(folder, name)))?.[1] ?? []);
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
