/**
 * An agent's options: what its starter may say, and the complete value that the rest of the worker reads.
 *
 * O1. Resolved once, here; nobody else knows a default.
 */

import { hostname, totalmem } from "node:os";
import { isAbsolute } from "node:path";
import { entryPoint } from "../config/layout.js";
import { MrError } from "../engine/error.js";
import { isName } from "../engine/ids.js";
import { hostId } from "./host-id.js";
import type { WorkerLog } from "./services.js";

/** SIGTERM to end: longer than most attempts, shorter than a supervisor's patience. */
const DRAIN_MS = 30_000;
/** Below this, honest jobs would meet the limit; a job's budget bounds data, not the objects of its functions. */
const HEAP_FLOOR_MEGABYTES = 1_024;
/** Above this V8 gains nothing, and a runaway job would take the machine along. */
const HEAP_CAP_MEGABYTES = 2_048;

export interface AgentOptions {
  /** host:port of the master; a promise while that is still starting: the runners need not wait for it. */
  readonly master: string | Promise<string>;
  readonly token: string | null;
  /** Unique among the master's workers; made from host name and process id when left out. */
  readonly name?: string;
  /** Attempts at once; at least 1. */
  readonly slots: number;
  /** Absolute; created with mode 0700, removed at the end; of a dead worker's, what it had finished is kept. */
  readonly workDirectory: string;
  /** Equal ids share files; found out from the running system when left out. */
  readonly hostId?: string;
  /** Address that the segment server binds. */
  readonly dataHost: string;
  /** 0, the default, takes a free one. */
  readonly dataPort?: number;
  /** Where other workers reach us; `dataHost`, or this host's name when that is a wildcard. */
  readonly advertiseHost?: string;
  /** "never": the end of the session is the end of the agent. */
  readonly reconnect: "forever" | "never";
  readonly log: WorkerLog;
  /** The whole environment of the runners, and so of user code; see runner-environment.ts. Default: a plain PATH. */
  readonly environment?: { readonly [name: string]: string };
  /** JavaScript heap of a runner; from the machine's memory when left out. */
  readonly heapMegabytes?: number;
  /** Asked at its end: whether its folder stays, for a next life. Default: it goes. */
  readonly keepsFolder?: () => boolean;
  /** What running attempts get to finish when draining; 30 s. */
  readonly drainMs?: number;
  /** Until it resolves, runners beyond the first are forked only when there is work for them. Default: all at once. */
  readonly spareRunners?: Promise<void> | null;
  /** For tests: another runner than dist/runner.js. */
  readonly runnerEntry?: string;
}

export type ResolvedAgentOptions = Required<AgentOptions>;

const PLAIN_ENVIRONMENT = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C.UTF-8",
} as const;

/** Errors: MR_CONFIG. */
export function resolveAgentOptions(options: AgentOptions): ResolvedAgentOptions {
  const name = options.name ?? defaultName();
  if (!isName(name)) {
    throw new MrError("MR_CONFIG", `worker name ${JSON.stringify(name)} is not allowed`, {
      hint: "Use 1 to 64 letters, digits, `_` and `-`.",
    });
  }
  if (!Number.isInteger(options.slots) || options.slots < 1) {
    throw new MrError("MR_CONFIG", `a worker needs at least 1 slot, not ${options.slots}`);
  }
  if (!isAbsolute(options.workDirectory)) {
    throw new MrError("MR_CONFIG", `the work directory ${options.workDirectory} is not absolute`);
  }
  return {
    ...options,
    name,
    hostId: options.hostId ?? hostId(),
    dataPort: options.dataPort ?? 0,
    advertiseHost: options.advertiseHost ?? reachable(options.dataHost),
    environment: options.environment ?? PLAIN_ENVIRONMENT,
    heapMegabytes: options.heapMegabytes ?? defaultHeapMegabytes(options.slots),
    keepsFolder: options.keepsFolder ?? (() => false),
    drainMs: options.drainMs ?? DRAIN_MS,
    spareRunners: options.spareRunners ?? null,
    runnerEntry: options.runnerEntry ?? entryPoint("runner"),
  };
}

function defaultName(): string {
  const host = hostname().replace(/[^A-Za-z0-9_-]/g, "-");
  return `${host.slice(0, 48)}-${process.pid}`;
}

function reachable(host: string): string {
  return host === "0.0.0.0" || host === "::" || host === "" ? hostname() : host;
}

function defaultHeapMegabytes(slots: number): number {
  const share = Math.floor(totalmem() / 2 ** 20 / 2 / slots);
  return Math.min(HEAP_CAP_MEGABYTES, Math.max(HEAP_FLOOR_MEGABYTES, share));
}
