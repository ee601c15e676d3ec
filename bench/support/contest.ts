/**
 * One piece of work, done by the engine and by others, timed in turns, every answer compared.
 *
 * C1. The engine's command is the whole of `mr run`: start, plan, tasks, commit, manifest, checksums.
 * C2. A peer writes its answer into `$OUT`; both answers are brought to one form before they are compared.
 * C3. Everybody has two cores: the engine two slots, peers two threads or processes.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/config/layout.js";
import { dataFolder } from "../data/cache.js";
import type { DataSet } from "../data/generators.js";
import { measureInTurns, type Command, type Measurement } from "./measure.js";
import type { BenchOptions } from "./options.js";
import { emptyCache } from "./page-cache.js";
import type { ContestResult, Goal, Row } from "./results.js";
import { PEERS_FOLDER, python } from "./tools.js";

export interface Peer {
  readonly name: string;
  /** `$DATA` is the folder, `$OUT` the file to write, `$NODE`, `$PYTHON` and `$PEERS` what runs it. */
  readonly shell: string;
  /** What has to be installed for it and is not; null: it can run. */
  readonly needs: string | null;
  readonly goal: Goal | null;
  /** Prints the answer in the form of the engine's; null: it has none. Default: what it wrote, as it is. */
  readonly answer?: string | null;
  /** Applied to the engine's answer instead of the contest's form, for peers that answer less. */
  readonly against?: string;
  /** For slow peers: at most so many rounds, without a warm-up. */
  readonly rounds?: number;
  readonly isLimit?: boolean;
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

const BARE_READ: Peer = {
  name: "bare read",
  shell: "cat $DATA/* > /dev/null",
  needs: null,
  goal: null,
  answer: null,
  isLimit: true,
};

export async function runContest(contest: Contest, options: BenchOptions): Promise<ContestResult> {
  const megabytes = Math.min(options.megabytes, contest.limitMegabytes ?? options.megabytes);
  const sizeBytes = megabytes * (1 << 20);
  const data = dataFolder(contest.data, sizeBytes);
  const scratch = mkdtempSync(join(tmpdir(), "mr-bench-"));
  try {
    const peers = [...contest.peers, BARE_READ].filter(({ needs }) => needs === null);
    const forms = [
      ...new Set([contest.normalise, ...peers.flatMap(({ against }) => against ?? [])]),
    ];
    const engine = engineCommand(contest.engine, "--slots 2", data, join(scratch, "engine"), forms);
    const commands = [engine, ...peers.map((peer) => peerCommand(peer, data, scratch))];
    if (!options.isTiny) emptyCache();
    const measured = await measureInTurns(commands, options.rounds, options.warmups);
    const expected = forms.map((_, form) => theOnly(measured[0], form));
    const rows = measured.map((measurement, index) => {
      const peer = peers[index - 1];
      const form = forms.indexOf(peer?.against ?? contest.normalise);
      return rowOf(measurement, peer, expected[form] ?? null);
    });
    const missing = contest.peers.flatMap(({ name, needs }) => (needs ? [{ name, needs }] : []));
    return { name: contest.name, data: contest.data, sizeBytes, rows, missing };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** `forms`: shell filters, each of which makes a form of the answer that is digested after every run. */
export function engineCommand(
  run: string,
  flags: string,
  data: string,
  output: string,
  forms: readonly string[],
): Command {
  const mr = join(packageRoot(), "dist", "bin", "mr.js");
  return {
    name: "mr",
    shell: `${process.execPath} ${mr} run ${run} ${flags} -o ${output} --quiet`,
    output,
    inputs: data,
    environment: { DATA: data },
    answers: forms.map((form) => `cat ${output}/part-* | (${form})`),
  };
}

function peerCommand(peer: Peer, data: string, scratch: string): Command {
  const { name, shell, rounds, answer = "cat $OUT" } = peer;
  const output = join(scratch, `${name.replaceAll(/[^A-Za-z0-9]/g, "-")}.out`);
  const environment = {
    DATA: data,
    OUT: output,
    PEERS: PEERS_FOLDER,
    NODE: process.execPath,
    PYTHON: python(),
  };
  const answers = answer === null ? [] : [answer];
  const common = { name, shell, output, inputs: data, environment, answers };
  return { ...common, ...(rounds === undefined ? {} : { rounds }) };
}

/** The digest that all runs have in common, or null. */
function theOnly(measurement: Measurement | undefined, form: number): string | null {
  const digests = new Set(measurement?.samples.map(({ digests: all }) => all[form]));
  const [digest] = digests;
  return digests.size === 1 ? (digest ?? null) : null;
}

function rowOf(
  { samples, ...measured }: Measurement,
  peer: Peer | undefined,
  expected: string | null,
): Row {
  const agrees =
    peer?.answer === null
      ? null
      : expected !== null &&
        (peer === undefined || samples.every(({ digests }) => digests[0] === expected));
  const role = peer === undefined ? "engine" : peer.isLimit ? "limit" : "peer";
  return { ...measured, role, goal: peer?.goal ?? null, agrees };
}
