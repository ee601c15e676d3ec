/**
 * `npm run bench:scale [-- --size MIB] [--rounds N]`: how time grows with the input (1x, 4x) and falls with slots (1, 2).
 */

import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everydayContests } from "./contests.js";
import { dataFolder } from "./data/cache.js";
import { engineCommand } from "./support/contest.js";
import { measureInTurns } from "./support/measure.js";
import { parseOptions } from "./support/options.js";
import { renderTable } from "./support/table.js";

const options = parseOptions(process.argv.slice(2), { megabytes: 1024, rounds: 5 });
const output = join(tmpdir(), `mr-bench-scale-${process.pid}`);

for (const contest of everydayContests().slice(0, 2)) {
  const small = dataFolder(contest.data, options.megabytes * (1 << 20));
  const large = dataFolder(contest.data, options.megabytes * 4 * (1 << 20));
  const variant = (name: string, data: string, flags: string) => ({
    ...engineCommand({ ...contest, engine: `${contest.engine} ${flags}` }, data, output),
    name,
  });
  const rows = await measureInTurns(
    [
      variant("1x, 2 slots", small, "--slots 2"),
      variant("1x, 1 slot", small, "--slots 1"),
      variant("4x, 2 slots", large, "--slots 2"),
    ],
    options.rounds,
  );
  console.log(`\n${contest.name}, 1x = ${options.megabytes} MiB`);
  console.log(renderTable(rows, options.megabytes * (1 << 20)));
  const [two, one, four] = rows.map((row) => row.wallSeconds);
  console.log(`speed-up of 2 slots: ${((one ?? 0) / (two ?? 1)).toFixed(2)}`);
  console.log(`4x the input takes:  ${((four ?? 0) / (two ?? 1)).toFixed(2)} times as long`);
}
rmSync(output, { recursive: true, force: true });
