/**
 * The shell around the engine: starts and ends everything that a master is made of.
 *
 * Owns: the order of starting (lock, epoch, journal, engine, port) and of ending (sessions, loop, port, journal, lock).
 *
 * M1. The port opens last: whoever gets an answer gets it from a master that has recovered.
 * M2. `close` leaves no socket, timer, file handle or lock behind; running jobs stay in the journal.
 */

import { join } from "node:path";
import { createEngine, type Engine } from "../engine/engine.js";
import type { MrError } from "../engine/error.js";
import type { Planner } from "../engine/planner.js";
import type { MasterClient } from "../rpc/messages.js";
import { startServer } from "../rpc/server.js";
import { Bundles } from "./bundles.js";
import { createClient } from "./clients.js";
import { JobLogs } from "./job-logs.js";
import { JobNews } from "./job-news.js";
import { type Journal, openJournal } from "./journal.js";
import { Loop } from "./loop.js";
import { Performer } from "./perform.js";
import { Sessions } from "./sessions.js";
import { Contents } from "./snapshot.js";
import { openStateDirectory, type StateDirectory } from "./state-directory.js";
import { Submitter } from "./submit.js";

export interface MasterOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Listen on this file instead, where the system can; see rpc/server.ts. */
  readonly socketFile?: string;
  /** Journal, bundles, lock; made when absent. */
  readonly stateDirectory: string;
  /** Null: everybody who can connect is let in. */
  readonly token: string | null;
  readonly planners: readonly Planner[];
  readonly log: (line: string) => void;
  /** Milliseconds since 1970 that never go back. */
  readonly clock?: () => number;
  /** 1 s unless told. */
  readonly heartbeatIntervalMs?: number;
  /** False: facts are written but not forced to the disk, for a state that lives no longer than its process. */
  readonly durable?: boolean;
  /** How long workers of the last reign may take to join again; a minute unless told. */
  readonly rejoinGraceMs?: number;
  /** The journal cannot be written: nothing may be acknowledged any more. Ends the process unless told. */
  readonly onFatal?: (error: MrError) => void;
}

export interface Master {
  /** `host:port`, with the port that was found, or `unix:PATH`. */
  readonly address: string;
  /** In this process: no socket between. */
  client(): MasterClient;
  close(): Promise<void>;
}

const HEARTBEAT_INTERVAL_MS = 1_000;
const TICK_INTERVAL_MS = 250;

/** Errors: MR_STATE_LOCKED, MR_JOURNAL_CORRUPT, MR_PORT_IN_USE, MR_CONFIG. */
export async function startMaster(options: MasterOptions): Promise<Master> {
  const durable = options.durable ?? true;
  const state = await openStateDirectory(options.stateDirectory, durable);
  try {
    const recovered = await recover(options, state, durable);
    try {
      return await open(options, state, recovered);
    } catch (error) {
      await recovered.journal.close();
      throw error;
    }
  } catch (error) {
    state.lock.release();
    throw error;
  }
}

/** What the last reign has left. */
interface Recovered {
  readonly journal: Journal;
  readonly engine: Engine;
  readonly contents: Contents;
  /** Of the last fact. */
  readonly lastAt: number;
}

/** Facts go straight into the engine: a list of a million of them would cost more memory than the state itself. */
async function recover(
  { planners, log, rejoinGraceMs }: MasterOptions,
  { path: directory, epoch }: StateDirectory,
  durable: boolean,
): Promise<Recovered> {
  const limits = rejoinGraceMs === undefined ? {} : { rejoinGraceMs };
  const engine = createEngine({ planners, limits });
  const contents = new Contents();
  let lastAt = 0;
  const { journal, notices } = await openJournal({ directory, epoch, durable }, (fact) => {
    engine.replay(fact);
    contents.add(fact);
    lastAt = fact.at;
  });
  for (const notice of notices) log(notice);
  return { journal, engine, contents, lastAt };
}

async function open(
  options: MasterOptions,
  state: StateDirectory,
  recovered: Recovered,
): Promise<Master> {
  const parts = assemble(options, state, recovered);
  const { loop, sessions, performer, client, news, journal } = parts;
  let server: Awaited<ReturnType<typeof startServer>>;
  try {
    await loop.settle({ kind: "master-started", epoch: state.epoch });
    server = await startServer({
      host: options.host,
      port: options.port,
      ...(options.socketFile === undefined ? {} : { socketFile: options.socketFile }),
      token: options.token,
      service: {
        client,
        session: (link) => sessions.accept(link),
        bundle: (sha256) => parts.bundles.get(sha256),
      },
    });
  } catch (error) {
    await loop.stop();
    await performer.idle();
    throw error;
  }
  const ticker = setInterval(() => loop.post({ kind: "tick" }), TICK_INTERVAL_MS);
  let closing: Promise<void> | undefined;
  const close = async () => {
    clearInterval(ticker);
    sessions.close();
    news.close();
    await loop.stop();
    await Promise.all([server.close(), performer.idle()]);
    await journal.close();
    state.lock.release();
  };
  return {
    address: server.address,
    client: () => client,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** Everything that needs no socket, wired together. */
function assemble(options: MasterOptions, state: StateDirectory, recovered: Recovered) {
  const { log } = options;
  const { engine, journal, contents, lastAt } = recovered;
  const clock = options.clock ?? steadyClock(lastAt);
  const news = new JobNews();
  const logs = new JobLogs();
  const sessions = new Sessions({
    epoch: state.epoch,
    dataToken: state.dataToken,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
    post: (event) => loop.post(event),
    onLog: (attempt, worker, lines) => {
      logs.add(attempt, worker, lines, clock());
      news.touch(attempt.job);
    },
    log,
  });
  const performer = new Performer({ engine, sessions, post: (event) => loop.post(event), log });
  const loop: Loop = new Loop({
    engine,
    journal,
    clock,
    perform: (command) => performer.perform(command),
    onTurn: (facts, events) => news.onTurn(facts, events),
    onFatal: options.onFatal ?? ((error) => exitOn(error, log)),
    log,
    contents,
  });
  const { durable = true, stateDirectory } = options;
  const directory = join(stateDirectory, "bundles");
  const bundles = new Bundles({ directory, durable, inUse: () => bundlesInUse(engine) });
  const jobTypes = options.planners.map(({ type }) => type);
  const submitter = new Submitter({
    ...{ engine, loop, journal, bundles },
    ...{ stateDirectory, jobTypes },
  });
  const about = { epoch: state.epoch, startedAt: clock() };
  const shared = { engine, loop, journal, sessions, bundles, submitter, news, logs };
  return { ...shared, performer, client: createClient({ ...shared, ...about }) };
}

/** Wall-clock time at the start, steady from there on, and never before the last fact of the journal. */
function steadyClock(last: number): () => number {
  const offset = Math.max(0, last - (performance.timeOrigin + performance.now()));
  return () => Math.floor(performance.timeOrigin + performance.now() + offset);
}

function bundlesInUse(engine: Engine): Set<string> {
  const used = new Set<string>();
  for (const { id, state } of engine.jobViews()) {
    if (state.kind === "ended") continue;
    const { code } = engine.inputOf(id);
    if (code.kind === "bundle") used.add(code.sha256);
  }
  return used;
}

function exitOn(error: MrError, log: (line: string) => void): void {
  log(`${error.code}: ${error.message}`);
  process.exit(error.exitCode);
}
