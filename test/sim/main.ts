/**
 * The simulator by hand.
 *
 *   npm run sim                                    300 seeds
 *   npm run sim -- --seeds 10000 --from 1
 *   MR_SEED=17 npm run sim                         one seed, with its transcript
 *   npm run sim -- --mutant two-winners --seeds 50
 *   npm run sim -- --experiment osdi04             the published sort at its size, our figures beside the paper's
 *   npm run sim -- --experiment million            a million tasks on ten thousand workers
 */

import { parseArgs } from "node:util";
import { describeMillion, runMillion } from "./experiments/million.js";
import { describeOsdi04, runOsdi04 } from "./experiments/osdi04.js";
import { type Mutant, MUTANTS } from "./mutants.js";
import { type Outcome, runSeed, Tally } from "./run-seed.js";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "300" },
    from: { type: "string", default: "1" },
    mutant: { type: "string" },
    experiment: { type: "string" },
  },
});

const EXPERIMENTS: { readonly [name: string]: () => string } = {
  osdi04: () => describeOsdi04(runOsdi04()),
  million: () => describeMillion(runMillion()),
};

const mutant = MUTANTS.find((name) => name === values.mutant) ?? null;
const only = process.env["MR_SEED"];
if (values.experiment !== undefined) console.log(experiment(values.experiment));
else if (only === undefined) await many(Number(values.from), Number(values.seeds), mutant);
else await one(Number(only), mutant);

function experiment(name: string): string {
  const run = EXPERIMENTS[name];
  return run === undefined
    ? `no experiment ${name}: ${Object.keys(EXPERIMENTS).join(", ")}`
    : run();
}

async function one(seed: number, broken: Mutant | null): Promise<void> {
  const outcome = await runSeed({ seed, mutant: broken, transcript: true });
  for (const line of outcome.transcript) console.log(line);
  console.log(`seed ${seed}: trace ${outcome.hash}, ${outcome.steps} steps`);
  report(outcome);
}

async function many(from: number, count: number, broken: Mutant | null): Promise<void> {
  const tally = new Tally();
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await runSeed({ seed, mutant: broken });
    tally.add(outcome);
    report(outcome);
  }
  console.log(tally.text());
}

function report({ seed, violations }: Outcome): void {
  for (const { rule, what } of violations.slice(0, 3))
    console.log(`seed ${seed} breaks ${rule}: ${what}`);
  if (violations.length > 0) process.exitCode = 1;
}
