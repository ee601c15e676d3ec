/**
 * One piece of work, done by the engine and by others, timed in turns, every answer compared.
 *
 * C1. The engine's command is the whole of `mr run`: start, plan, tasks, commit, manifest, checksums.
 * C2. A peer writes its answer into `$OUT`; both answers are brought to one form before they are compared.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/config/layout.js";
import { dataFolder } from "../data/cache.js";
import type { DataSet } from "../data/generators.js";
import { measureInTurns, runOnce, type Command, type Measurement } from "./measure.js";

export interface Peer {
  readonly name: string;
  /** `$DATA` is the folder, `$OUT` the file to write. */
  readonly shell: string;
  /** Brings the peer's answer to the form of the engine's. */
  readonly normalise?: string;
  /** The bound that we set ourselves for engine / peer; null: only shown. */
  readonly atMost: number | null;
}

export interface Contest {
  readonly name: string;
  readonly data: DataSet;
  /** Of `mr run`, without input and output; `$DATA` is the input's folder. */
  readonly engine: string;
  /** Applied to the concatenated parts. */
  readonly normalise: string;
  /** Megabytes at most, where the work is slow or has to be small. */
  readonly limitMegabytes?: number;
  readonly peers: readonly Peer[];
}

export interface Outcome {
  readonly contest: Contest;
  readonly sizeBytes: number;
  readonly rows: readonly Measurement[];
  /** Names of peers whose answer differs from the engine's. */
  readonly differing: readonly string[];
}

const LIMITS: readonly Peer[] = [
  { name: "bare read", shell: "cat $DATA/* > /dev/null; : > $OUT", atMost: null },
];

export async function runContest(
  contest: Contest,
  megabytes: number,
  rounds: number,
): Promise<Outcome> {
  const sizeBytes = Math.min(megabytes, contest.limitMegabytes ?? megabytes) * (1 << 20);
  const data = dataFolder(contest.data, sizeBytes);
  const scratch = mkdtempSync(join(tmpdir(), "mr-bench-"));
  try {
    const everybody = [...contest.peers, ...LIMITS];
    const engine = engineCommand(contest, data, join(scratch, "engine"));
    const peers = everybody.map((peer) => peerCommand(peer, data, scratch));
    const rows = await measureInTurns([engine, ...peers], rounds);
    const parts = `cat ${join(scratch, "engine")}/part-* | (${contest.normalise})`;
    const { digest } = await runOnce({ name: "answer", shell: parts });
    const differing: string[] = [];
    for (const peer of contest.peers) {
      const file = answerFile(peer, scratch);
      const shell = `cat ${file} | (${peer.normalise ?? "cat"})`;
      const answer = await runOnce({ name: "answer", shell });
      if (answer.digest !== digest) differing.push(peer.name);
    }
    return { contest, sizeBytes, rows, differing };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export function engineCommand(contest: Contest, data: string, output: string): Command {
  const mr = join(packageRoot(), "dist", "bin", "mr.js");
  return {
    name: "mr",
    shell: `${process.execPath} ${mr} run ${contest.engine} -o ${output} --overwrite --quiet`,
    environment: { DATA: data },
  };
}

function peerCommand(peer: Peer, data: string, scratch: string): Command {
  const environment = {
    DATA: data,
    OUT: answerFile(peer, scratch),
    PEERS: join(packageRoot(), "bench", "peers"),
    NODE: process.execPath,
  };
  return { name: peer.name, shell: peer.shell, environment };
}

function answerFile(peer: Peer, scratch: string): string {
  return join(scratch, `${peer.name.replaceAll(/[^A-Za-z0-9]/g, "-")}.out`);
}
