/** The checkers are checked: every mutant is caught, by a rule that is about it, within a few seeds. */

import { describe, expect, test } from "vitest";
import { type Mutant, MUTANTS } from "./mutants.js";
import { runSeed } from "./run-seed.js";

const MOST_SEEDS = 60;

/** Which rules may say so. */
const CAUGHT_BY: { readonly [mutant in Mutant]: readonly string[] } = {
  "stale-let-through": ["I4"],
  "two-winners": ["I1", "I4"],
  "report-dropped": ["I5"],
  "part-lost": ["I2"],
  "part-doubled": ["I2"],
  "parts-mixed": ["I2"],
  "sync-skipped": ["A1", "A2"],
  "commands-first": ["A1", "A2"],
  // Or the journal contradicts itself, and no master starts on it any more.
  "tail-forgotten": ["A2", "I1", "I4", "I5", "I8"],
  "checksum-skipped": ["I2", "I3"],
  "counters-doubled": ["I9"],
  "record-lost": ["I3"],
  "fact-kept-back": ["A2", "I1", "I4", "I5", "I8"],
  "snapshot-tail-forgotten": ["A1"],
  "snapshot-unsynced": ["A1"],
  "trimmed-early": ["U1"],
};

describe("a fault put in on purpose is caught:", () => {
  for (const mutant of MUTANTS) {
    test(mutant, { timeout: 60_000 }, async () => {
      const rules = await firstFindings(mutant);
      expect(rules.filter((rule) => CAUGHT_BY[mutant].includes(rule))).not.toEqual([]);
    });
  }
});

async function firstFindings(mutant: Mutant): Promise<readonly string[]> {
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
    const { violations } = await runSeed({ seed, mutant });
    if (violations.length > 0) return violations.map(({ rule }) => rule);
  }
  return [];
}
