/** Runs contests, prints a table each and what was promised; exit code 1 when an answer differs. */

import { runContest, type Contest } from "./contest.js";
import { thisMachine } from "./machine.js";
import type { BenchOptions } from "./options.js";
import { reached, today, writeResults, type ContestResult, type PeersPass } from "./results.js";
import { renderRows, renderTable } from "./table.js";
import { toolVersions } from "./tools.js";

export async function runContests(
  contests: readonly Contest[],
  options: BenchOptions,
): Promise<number> {
  console.log(`${options.megabytes} MiB at most, ${options.rounds} rounds in turns, medians`);
  const results: ContestResult[] = [];
  for (const contest of contests) {
    if (!contest.name.includes(options.only)) continue;
    const result = await runContest(contest, options);
    results.push(result);
    print(result);
    // After each, so that a pass that is interrupted leaves what it has.
    if (options.json !== null) writeResults(options.json, passOf(results, options.rounds));
  }
  console.log(
    `\nengine / peer\n${renderTable(["work", "against", "measured", "at most", "aim", ""], results.flatMap(goalCells))}`,
  );
  const differing = results.flatMap(({ rows }) => rows.filter(({ agrees }) => agrees === false));
  return differing.length === 0 ? 0 : 1;
}

function passOf(contests: readonly ContestResult[], rounds: number): PeersPass {
  return {
    format: "mr-bench-peers/1",
    date: today(),
    machine: thisMachine(),
    versions: toolVersions(),
    rounds,
    contests,
  };
}

function print({ name, data, sizeBytes, rows, missing }: ContestResult): void {
  console.log(`\n${name} (${data}, ${sizeBytes / (1 << 20)} MiB)`);
  console.log(renderRows(rows, sizeBytes));
  for (const row of rows) {
    if (row.agrees === false) console.log(`THE ANSWER OF ${row.name} DIFFERS`);
  }
  for (const peer of missing) console.log(`not measured: ${peer.name} (needs ${peer.needs})`);
}

function goalCells({ name, rows }: ContestResult): string[][] {
  const [engine, ...others] = rows;
  return others.flatMap((row) => {
    if (engine === undefined || row.role === "limit") return [];
    const ratio = (engine.wallSeconds / row.wallSeconds).toFixed(2);
    if (row.goal === null) return [[name, row.name, ratio, "", "", ""]];
    const { measured, verdict } = reached(engine, row, row.goal);
    const unit = row.goal.kind === "ratio" ? "" : " s more";
    const figure = `${measured.toFixed(2)}${unit}`;
    return [[name, row.name, figure, String(row.goal.atMost), String(row.goal.aim), verdict]];
  });
}
