/**
 * `npm run bench [-- --tiny | --size MIB] [--rounds N]`: MB/s of wordcount, sort and grep on generated data, as whole
 * commands in turns, beside a bare read of the same bytes (the machine's limit) and coreutils (the usual tool).
 * Every answer is compared with the usual tool's; a difference ends the bench with exit code 1.
 */

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../src/config/layout.js";
import { dataFolder } from "./data/cache.js";
import type { DataSet } from "./data/generators.js";
import { measureInTurns, runOnce, type Command, type Measurement } from "./support/measure.js";
import { renderTable } from "./support/table.js";

interface Contest {
  readonly job: string;
  readonly data: DataSet;
  /** Arguments of `mr run` between the job's name and the output. */
  readonly arguments: string;
  /** Turns the parts into what the peer prints. */
  readonly normalise: string;
  /** The same work by the usual tools; `DATA` stands for the input's files. */
  readonly peer: string;
}

const CONTESTS: readonly Contest[] = [
  {
    job: "wordcount",
    data: "text",
    arguments: "",
    normalise: "sort",
    peer: "cat DATA | tr -s '[:space:]' '\\n' | sort -S 1G | uniq -c | awk '{print $2\"\\t\"$1}' | sort",
  },
  {
    job: "sort",
    data: "records",
    arguments: "",
    normalise: "cat",
    peer: "sort -S 1G DATA",
  },
  {
    job: "grep",
    data: "log",
    arguments: "--fixed --pattern '/page/777 '",
    normalise: "cut -d: -f3- | sort",
    peer: "grep -hF '/page/777 ' DATA | sort",
  },
];

const options = parse(process.argv.slice(2));
const scratch = mkdtempSync(join(tmpdir(), "mr-bench-"));
process.exitCode = await main().finally(() => rmSync(scratch, { recursive: true, force: true }));

async function main(): Promise<number> {
  let wrong = 0;
  console.log(`${options.megabytes} MiB a data set, median of ${options.rounds} rounds in turns`);
  for (const contest of CONTESTS) {
    const { rows, agrees } = await run(contest);
    if (!agrees) wrong++;
    console.log(`\n${contest.job} (${contest.data})`);
    console.log(renderTable(rows, options.megabytes * (1 << 20)));
    console.log(agrees ? "answers agree" : "ANSWERS DIFFER");
  }
  return wrong === 0 ? 0 : 1;
}

async function run(contest: Contest): Promise<{ rows: Measurement[]; agrees: boolean }> {
  const folder = dataFolder(contest.data, options.megabytes * (1 << 20));
  const files = `${folder}/*`;
  const output = join(scratch, contest.job);
  const mr = join(packageRoot(), "dist", "bin", "mr.js");
  mkdirSync(scratch, { recursive: true });
  const peer: Command = { name: "coreutils", shell: contest.peer.replaceAll("DATA", files) };
  const engine: Command = {
    name: "mr",
    shell: `${process.execPath} ${mr} run ${contest.job} ${folder} ${contest.arguments} -o ${output} --overwrite --quiet`,
  };
  const bareRead: Command = { name: "bare read", shell: `cat ${files} > /dev/null` };
  const bareNode: Command = { name: "empty node", shell: `${process.execPath} -e ''` };
  const rows = await measureInTurns([engine, peer, bareRead, bareNode], options.rounds);
  const answer = await runOnce({
    name: "answer",
    shell: `cat ${output}/part-* | ${contest.normalise}`,
  });
  return { rows, agrees: rows[1]?.digest === answer.digest };
}

function parse(words: readonly string[]): { megabytes: number; rounds: number } {
  const value = (name: string, fallback: number): number => {
    const at = words.indexOf(name);
    return at < 0 ? fallback : Number(words[at + 1]);
  };
  const isTiny = words.includes("--tiny");
  return {
    megabytes: value("--size", isTiny ? 1 : 256),
    rounds: value("--rounds", isTiny ? 1 : 3),
  };
}
