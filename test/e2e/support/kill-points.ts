/**
 * Loaded into masters, workers and their runners before anything else: ends the process at one step of a commit.
 *
 * The product knows nothing of it: the calls that make up a step (writes, syncs, renames, messages) are wrapped from
 * outside. `order.json` in the folder KILL_ORDERS names the step and which of its occurrences in a process is meant.
 *
 * K1. An order kills once, whoever comes first; the folder `killed-<id>` says that it has.
 * K2. At a step of a runner its agent dies with it, as with their machine.
 */

import childProcess, { type ForkOptions, type SpawnOptions } from "node:child_process";
import fs from "node:fs";
import promises, { type FileHandle } from "node:fs/promises";
import http2 from "node:http2";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { basename, dirname } from "node:path";
import { inflateRawSync } from "node:zlib";
import type { KillOrder, KillPoint } from "./kill-orders.js";

const FOLDER = process.env["KILL_ORDERS"] ?? "";
const IS_RUNNER = basename(process.argv[1] ?? "").startsWith("runner.");
const { mkdirSync, readFileSync } = fs;

let current = 0;
let passed = 0;

function pass(point: KillPoint): void {
  const order = JSON.parse(readFileSync(`${FOLDER}/order.json`, "utf8")) as KillOrder;
  if (order.point !== point) return;
  passed = order.id === current ? passed + 1 : 1;
  current = order.id;
  if (passed !== order.occurrence) return;
  try {
    mkdirSync(`${FOLDER}/killed-${order.id}`);
  } catch {
    return; // Somebody else was first.
  }
  if (IS_RUNNER) process.kill(process.ppid, "SIGKILL");
  process.kill(process.pid, "SIGKILL");
}

type Call = (this: unknown, ...args: never[]) => unknown;

function wrap<T extends object>(target: T, name: keyof T, make: (original: Call) => unknown): void {
  target[name] = make(target[name] as Call) as T[keyof T];
}

/** `step` says which step the call is; null is none. */
function around<T extends object>(
  target: T,
  name: keyof T,
  step: (self: unknown, args: readonly unknown[]) => string | null,
): void {
  wrap(target, name, (original) => {
    return function (this: unknown, ...args: never[]): unknown {
      const found = step(this, args);
      if (found === null) return original.apply(this, args);
      pass(`before ${found}` as KillPoint);
      const result = original.apply(this, args);
      if (!(result instanceof Promise)) {
        pass(`after ${found}` as KillPoint);
        return result;
      }
      return result.then((value: unknown) => {
        pass(`after ${found}` as KillPoint);
        return value;
      });
    };
  });
}

/** By descriptor: what a runner writes is a segment, or a part in a staging folder. */
const descriptors = new Map<unknown, string>();
wrap(fs, "openSync", (original) => (...args: never[]): unknown => {
  const descriptor = original(...args);
  descriptors.set(descriptor, String(args[0]));
  return descriptor;
});

function isSegment(path: string): boolean {
  return path.includes(".segments");
}

function isStaged(path: string): boolean {
  return path.includes(".mr-j") && basename(path).includes(".part-");
}

if (IS_RUNNER) {
  around(fs, "writeSync", (_, [descriptor]) => {
    const path = descriptors.get(descriptor) ?? "";
    if (path.endsWith(".tmp")) return "segment-write";
    return isStaged(path) ? "part-write" : null;
  });
  around(fs, "renameSync", (_, [, to]) => (isSegment(String(to)) ? "segment-rename" : null));
  around(net.Socket.prototype, "write", (_, [text]) => (isReport(text) ? "runner-report" : null));
} else {
  around(fs, "renameSync", (_, [from]) => (isStaged(String(from)) ? "part-gather" : null));
}

/** What runners and agents say to each other is a line of JSON. */
function isReport(line: unknown): boolean {
  return String(line).startsWith('{"kind":"succeeded"');
}

const environment = (options: { readonly env?: NodeJS.ProcessEnv | undefined }) => ({
  env: { ...options.env, KILL_ORDERS: FOLDER },
});

/** Workers of a local run. */
wrap(childProcess, "fork", (original) => (...args: never[]): unknown => {
  const [entry, words, options] = args as unknown as [string, string[], ForkOptions];
  return (original as typeof childProcess.fork)(entry, words, {
    ...options,
    ...environment(options),
    execArgv: [...(options.execArgv ?? []), "--import", import.meta.url],
  });
});

/** Runners. */
wrap(childProcess, "spawn", (original) => (...args: never[]): unknown => {
  const [program, words, options] = args as unknown as [string, string[], SpawnOptions];
  const spawn = original as typeof childProcess.spawn;
  if (program !== process.execPath) return spawn(program, words, options);
  const child = spawn(program, ["--import", import.meta.url, ...words], {
    ...options,
    ...environment(options),
  });
  for (const stream of child.stdio) {
    if (stream === null || stream === undefined) continue;
    around(stream, "emit", (_, [event, bytes]) =>
      event === "data" && isReport(bytes) ? "agent-hears" : null,
    );
  }
  return child;
});

wrap(http2, "connect", (original) => (...args: never[]): unknown => {
  const session = original(...args) as http2.ClientHttp2Session;
  wrap(session, "request", (request) => {
    return function (this: unknown, ...more: never[]): unknown {
      const stream = request.apply(session, more) as http2.ClientHttp2Stream;
      around(stream, "write", (_, [bytes]) => {
        const isMessage = bytes instanceof Uint8Array && Buffer.from(bytes).includes("map-");
        return isMessage && Buffer.from(bytes).includes(".segments") ? "agent-report" : null;
      });
      return stream;
    };
  });
  return session;
});

/** What the journal's latest write in this process held. */
let written: string | null = null;
/** Where the latest output has become visible. */
let published: string | null = null;
const paths = new WeakMap<object, string>();

function journalStep(frame: Buffer): string | null {
  const body = frame.subarray(32);
  const text = (frame.readUInt32LE(12) >= 2 ** 31 ? inflateRawSync(body) : body).toString();
  const kinds = ["job-ended", "job-publishing", "task-completed", "job-accepted"];
  return kinds.find((kind) => text.includes(`"kind":"${kind}"`)) ?? null;
}

let patched = false;
function patchHandles(handle: FileHandle): void {
  if (patched) return;
  patched = true;
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  const pathOf = (self: unknown) => paths.get(self as object) ?? "";
  around(prototype, "write", (self, [bytes]) => {
    if (!/journal-\d{8}$/.test(pathOf(self))) return null;
    const kind = journalStep(bytes as unknown as Buffer);
    written = kind === null ? null : kind;
    return kind === null ? null : `journal-write ${kind}`;
  });
  around(prototype, "datasync", () => (written === null ? null : `journal-sync ${written}`));
  around(prototype, "writeFile", (self) =>
    pathOf(self).endsWith("publish/_SUCCESS") ? "manifest-write" : null,
  );
  around(prototype, "sync", (self) => {
    const path = pathOf(self);
    if (path.endsWith("publish/_SUCCESS")) return "manifest-sync";
    return published !== null && path === dirname(published) ? "folder-sync" : null;
  });
}

wrap(promises, "open", (original) => async (...args: never[]): Promise<unknown> => {
  const handle = (await original(...args)) as FileHandle;
  paths.set(handle, String(args[0]));
  patchHandles(handle);
  return handle;
});
around(promises, "rename", (_, [from, to]) => {
  if (basename(String(to)).startsWith("replaced-")) return "output-replace";
  if (basename(String(from)) !== "publish") return null;
  published = String(to);
  return "output-rename";
});

syncBuiltinESMExports();
