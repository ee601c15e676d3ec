/**
 * The planner of map-reduce jobs: from the program and what has happened so far to the next stages.
 *
 * Owns: how chains, iterations and refinements are cut into stages. Talks to: the engine, through `Planner`; pure.
 *
 * PL1. The reduce of a step and the maps behind it run in one task: a chain of n shuffles is n + 1 stages.
 * PL2. Rounds are added one at a time, when the one before is complete: `previousTotal` is final then and stands in the
 *      bodies. A round's map may ask for totals of the reduce before it, so the two are never fused: pairs are laid
 *      down between them (`carry`).
 * PL3. Whether a round was the last is decided by a task (`until`, `collect`), never here.
 */

import type { JobSpec } from "../../engine/job.js";
import { unreachable } from "../../engine/error.js";
import type { JobProgress, PlanDecision, Planner } from "../../engine/planner.js";
import type { FlowProgram, Program, StepProgram } from "../program.js";
import { Draft, type Leg, parseResult, type Planned } from "./draft.js";
import type { StageHead, StepUse, UntilBody, UntilResult } from "./stage-body.js";

export const mapReducePlanner: Planner = { type: "map-reduce", plan };

function plan(job: JobSpec, progress: JobProgress): PlanDecision {
  if (progress.input === null) return { kind: "plan-input" };
  const program = job.program as unknown as Program;
  const problem = findProblem(program.flow);
  if (problem !== null) {
    return { kind: "fail", error: { code: "MR_JOB_INVALID", message: problem } };
  }
  const draft = new Draft(job, program, progress.input, progress);
  switch (program.flow.kind) {
    case "steps":
      return planSteps(draft, program.flow.steps);
    case "iterate":
      return planIterate(draft, program.flow);
    case "refine":
      return planRefine(draft, program.flow);
    default:
      return unreachable(program.flow, "plan");
  }
}

function findProblem(flow: FlowProgram): string | null {
  switch (flow.kind) {
    case "steps":
      return flow.steps.length === 0 ? "the job has no steps" : null;
    case "iterate":
      if (flow.round.reduce === null) return "a round of iterate needs a reduce";
      return badRounds(flow.maxRounds);
    case "refine":
      if (flow.start.reduce === null || flow.round.reduce === null) {
        return "the start and the rounds of refine need a reduce";
      }
      return badRounds(flow.maxRounds);
    default:
      return unreachable(flow, "findProblem");
  }
}

function badRounds(maxRounds: number): string | null {
  return Number.isInteger(maxRounds) && maxRounds >= 0
    ? null
    : `maxRounds is ${maxRounds}: it must be a whole number`;
}

/** A chain: a stage ends at every step that reduces, and the next one begins with that reduce. */
function planSteps(draft: Draft, steps: readonly StepProgram[]): PlanDecision {
  const legs = chainLegs(steps);
  let last: Planned = "blocked";
  for (const leg of legs) {
    last = draft.ensure(leg);
    if (last === "blocked") return draft.proceed();
  }
  return draft.publish(last);
}

function chainLegs(steps: readonly StepProgram[]): Leg[] {
  const shuffles = steps.filter((step) => step.reduce !== null).length;
  const legs: Leg[] = [];
  let head: StageHead = { kind: "map", step: "0", round: 0 };
  let maps: StepUse[] = [];
  const nameOf = () =>
    legs.length === 0 ? "map" : shuffles === 1 ? "reduce" : `reduce-${legs.length}`;
  steps.forEach((step, index) => {
    const id = String(index);
    if (index > 0) maps.push({ step: id, round: 0 });
    if (step.reduce === null) return;
    const name = nameOf();
    legs.push({ name, head, maps, sink: { kind: "segments", step: id } });
    head = reduceHead(id, name, 0);
    maps = [];
  });
  legs.push({ name: nameOf(), head, maps, sink: { kind: "part" } });
  return legs;
}

type IterateProgram = Extract<FlowProgram, { kind: "iterate" }>;

function planIterate(draft: Draft, flow: IterateProgram): PlanDecision {
  let pairs = planFirst(draft, flow.first);
  let totalsFrom = ["map", "first"];
  for (let round = 0; round < flow.maxRounds; round += 1) {
    if (!isComplete(pairs)) return draft.proceed();
    const name = `round-${round}`;
    const map: Leg = {
      name: `${name}-map`,
      head: { kind: "pairs", from: pairs.name },
      maps: [{ step: "round", round }],
      sink: { kind: "segments", step: "round" },
      totalsFrom,
    };
    if (draft.ensure(map) === "blocked") return draft.proceed();
    const head = reduceHead("round", map.name, round);
    pairs = draft.ensure({ name, head, maps: [], sink: { kind: "carry" }, totalsFrom });
    if (!isComplete(pairs)) return draft.proceed();
    totalsFrom = [map.name, name];
    if (!flow.until || round + 1 === flow.maxRounds) continue;
    const body = { kind: "until", round, totals: draft.totals(totalsFrom) } satisfies UntilBody;
    const until = draft.ensureSingle(`until-${round}`, body);
    if (!isComplete(until)) return draft.proceed();
    if (parseResult<UntilResult>(until.results[0] ?? "").done) {
      return planFinish(draft, flow, { pairs: name, rounds: round + 1, totalsFrom });
    }
  }
  if (!isComplete(pairs)) return draft.proceed();
  return planFinish(draft, flow, { pairs: pairs.name, rounds: flow.maxRounds, totalsFrom });
}

/** The stage that lays down the pairs of round 0. */
function planFirst(draft: Draft, first: StepProgram): Planned {
  const head: StageHead = { kind: "map", step: "first", round: 0 };
  const carry = { kind: "carry" } as const;
  if (first.reduce === null) return draft.ensure({ name: "map", head, maps: [], sink: carry });
  const sink = { kind: "segments", step: "first" } as const;
  const map = draft.ensure({ name: "map", head, maps: [], sink });
  if (map === "blocked") return map;
  const reduce = reduceHead("first", "map", 0);
  return draft.ensure({ name: "first", head: reduce, maps: [], sink: carry });
}

function planFinish(
  draft: Draft,
  flow: IterateProgram,
  last: {
    readonly pairs: string;
    readonly rounds: number;
    readonly totalsFrom: readonly string[];
  },
): PlanDecision {
  const { pairs, rounds, totalsFrom } = last;
  const head: StageHead = { kind: "pairs", from: pairs };
  const leg = { head, maps: [{ step: "finish", round: rounds }], totalsFrom };
  return finishWith(draft, flow.finish, leg);
}

/** `leg` ends in the map of `finish`; its reduce follows when there is one. */
function finishWith(
  draft: Draft,
  finish: StepProgram,
  leg: Omit<Leg, "name" | "sink"> & { readonly totalsFrom: readonly string[] },
): PlanDecision {
  const part = { kind: "part" } as const;
  if (finish.reduce === null) {
    return draft.publish(draft.ensure({ ...leg, name: "finish", sink: part }));
  }
  const sink = { kind: "segments", step: "finish" } as const;
  const map = draft.ensure({ ...leg, name: "finish-map", sink });
  if (map === "blocked") return draft.proceed();
  const { totalsFrom, stateFrom = null } = leg;
  const round = leg.maps[0]?.round ?? (leg.head.kind === "pairs" ? 0 : leg.head.round);
  const head = reduceHead("finish", "finish-map", round);
  return draft.publish(
    draft.ensure({ name: "finish", head, maps: [], sink: part, stateFrom, totalsFrom }),
  );
}

type RefineProgram = Extract<FlowProgram, { kind: "refine" }>;

function planRefine(draft: Draft, flow: RefineProgram): PlanDecision {
  let state = refineRound(draft, { name: "start", step: "start", round: 0, previous: null });
  let previous = "start";
  let rounds = 0;
  while (state !== null && !state.done && rounds < flow.maxRounds) {
    const name = `round-${rounds}`;
    state = refineRound(draft, { name, step: "round", round: rounds, previous });
    previous = name;
    rounds += 1;
  }
  if (state === null) return draft.proceed();
  const head: StageHead = { kind: "map", step: "finish", round: rounds };
  const totalsFrom = [`${previous}-map`, previous];
  return finishWith(draft, flow.finish, { head, maps: [], stateFrom: previous, totalsFrom });
}

/** Maps the input with the state, reduces and collects in one task; null until that is complete. */
function refineRound(
  draft: Draft,
  use: StepUse & { readonly name: string; readonly previous: string | null },
): { readonly done: boolean } | null {
  const { name, step, round, previous } = use;
  const mapName = `${name}-map`;
  const totalsFrom = previous === null ? [] : [`${previous}-map`, previous];
  const map = draft.ensure({
    name: mapName,
    head: { kind: "map", step, round },
    maps: [],
    sink: { kind: "segments", step },
    stateFrom: previous,
    totalsFrom,
  });
  if (!isComplete(map)) return null;
  const collect = draft.ensure({
    name,
    head: reduceHead(step, mapName, round),
    maps: [],
    sink: { kind: "collect", step, round, totalsFrom: mapName },
    stateFrom: previous,
    totalsFrom,
  });
  if (!isComplete(collect)) return null;
  return parseResult<{ done: boolean }>(collect.results[0] ?? "");
}

function reduceHead(step: string, from: string, round: number): StageHead {
  return { kind: "reduce", step, round, from };
}

function isComplete<O extends { readonly complete: boolean }>(
  outcome: O | "added" | "blocked",
): outcome is O {
  return typeof outcome === "object" && outcome.complete;
}
