/** Runs contests, prints a table each and a list of ratios; exit code 1 when an answer differs. */

import { runContest, type Contest, type Outcome } from "./contest.js";
import type { BenchOptions } from "./options.js";
import { renderTable } from "./table.js";

export async function runContests(
  contests: readonly Contest[],
  options: BenchOptions,
): Promise<number> {
  console.log(`${options.megabytes} MiB a data set, ${options.rounds} rounds in turns, medians`);
  let differing = 0;
  const ratios: string[] = [];
  for (const contest of contests) {
    if (!contest.name.includes(options.only)) continue;
    const outcome = await runContest(contest, options.megabytes, options.rounds);
    console.log(`\n${contest.name} (${contest.data}, ${outcome.sizeBytes / (1 << 20)} MiB)`);
    console.log(renderTable(outcome.rows, outcome.sizeBytes));
    for (const name of outcome.differing) console.log(`THE ANSWER OF ${name} DIFFERS`);
    differing += outcome.differing.length;
    ratios.push(...ratioLines(outcome));
  }
  console.log(`\n${ratios.join("\n")}`);
  return differing === 0 ? 0 : 1;
}

function ratioLines({ contest, rows }: Outcome): string[] {
  const engine = rows[0]?.wallSeconds ?? Number.NaN;
  return contest.peers.map((peer, index) => {
    const ratio = engine / (rows[index + 1]?.wallSeconds ?? Number.NaN);
    const bound = peer.atMost === null ? "" : ` (at most ${peer.atMost})`;
    return `${contest.name} / ${peer.name}: ${ratio.toFixed(2)}${bound}`;
  });
}
