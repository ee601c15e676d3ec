/**
 * What planners and broadcast readers see of a stage.
 *
 * Owns: the folding of totals and the gathering of results. Talks to: task-table.
 *
 * C1. Totals are folded and results gathered in task order, so that a sum of floats has one value whatever failed.
 */

import type { StageOutcome } from "./planner.js";
import type { Stage } from "./task-table.js";

const NO_RESULTS: readonly string[] = [];

export function outcomeOf(stage: Stage): StageOutcome {
  if (!stage.completedOnce) {
    return {
      name: stage.spec.name,
      tasks: stage.size,
      complete: false,
      results: NO_RESULTS,
      totals: {},
      counters: {},
    };
  }
  stage.outcome ??= gather(stage);
  return stage.outcome;
}

function gather(stage: Stage): StageOutcome {
  const results: string[] = [];
  const totals = new Map<string, number>();
  for (const { receipt } of stage.tasks) {
    if (receipt === null) continue;
    if (receipt.output.kind === "result") results.push(receipt.output.bytes);
    for (const name of Object.keys(receipt.totals)) {
      totals.set(name, (totals.get(name) ?? 0) + (receipt.totals[name] ?? 0));
    }
  }
  return {
    name: stage.spec.name,
    tasks: stage.size,
    complete: true,
    results,
    totals: Object.fromEntries(totals),
    counters: Object.fromEntries(stage.counters),
  };
}
