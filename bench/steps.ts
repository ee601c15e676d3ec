/**
 * `node scripts/run-ts.mjs bench/steps.ts [tasks] [--rounds N] [--json FILE]`: what the engine's step costs by itself:
 * events that attempts succeeded in, facts and commands out, no journal, no network, no processes. Median of the rounds.
 */

import { parseArgs } from "node:util";
import { measureSteps, SLOTS, WORKERS } from "../test/scenario/measure-steps.js";
import { thisMachine } from "./support/machine.js";
import { median } from "./support/measure.js";
import { today, writeResults } from "./support/results.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" }, json: { type: "string" } },
});
const tasks = Number(positionals[0] ?? 100_000);
const rates = Array.from({ length: Number(values.rounds) }, () => measureSteps(tasks));
const figures = [
  {
    name: `the engine's step, ${tasks} tasks on ${WORKERS} x ${SLOTS} slots`,
    value: `${median(rates).toFixed(0)} events a second of processor time`,
  },
];
for (const { name, value } of figures) console.log(`${name}: ${value}`);
if (values.json !== undefined) {
  const about = { date: today(), machine: thisMachine() };
  writeResults(values.json, { format: "mr-bench-figures/1", ...about, figures });
}
