/**
 * The planner of map-reduce jobs: from the program and what has happened so far to the next stages.
 *
 * Owns: how chains, iterations and refinements are cut into stages. Talks to: the engine, through `Planner`; pure.
 *
 * PL1. The reduce of a step and the maps behind it run in one task: a chain of n shuffles is n + 1 stages.
 * PL2. Rounds are added one at a time, when the stage before is complete: its totals are final then and stand in the body.
 *      `previousTotal` answers with what the stages before have added: of the maps that fed a reduce, of the whole
 *      previous round for a map that reads the input again.
 * PL3. Whether a round is the last is decided by a task (`until`, `collect`), never here. By then the round's reduce has
 *      fed the next round's map already; ending there runs that reduce once more over the segments that are still there
 *      (`replay`), which costs one reduce a job instead of one more write of all pairs a round.
 */

import type { JobSpec } from "../../engine/job.js";
import { unreachable } from "../../engine/error.js";
import type { JobProgress, PlanDecision, Planner } from "../../engine/planner.js";
import type { FlowProgram, Program, StepProgram } from "../program.js";
import { Draft, type Leg, parseResult } from "./draft.js";
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
  return Number.isInteger(maxRounds) && maxRounds >= 1
    ? null
    : `maxRounds is ${maxRounds}: it must be a whole number of at least 1`;
}

/** A chain: a stage ends at every step that reduces, and the next one begins with that reduce. */
function planSteps(draft: Draft, steps: readonly StepProgram[]): PlanDecision {
  const legs = chainLegs(steps);
  let last: ReturnType<Draft["ensure"]> = "blocked";
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
  let then: StepUse[] = [];
  const nameOf = () =>
    legs.length === 0 ? "map" : shuffles === 1 ? "reduce" : `reduce-${legs.length}`;
  steps.forEach((step, index) => {
    const id = String(index);
    if (index > 0) then.push({ step: id, round: 0 });
    if (step.reduce === null) return;
    const name = nameOf();
    legs.push({ name, head, then, sink: { kind: "segments", step: id } });
    head = { kind: "reduce", step: id, round: 0, from: name, replay: false };
    then = [];
  });
  legs.push({ name: nameOf(), head, then, sink: { kind: "part", step: String(steps.length - 1) } });
  return legs;
}

type IterateProgram = Extract<FlowProgram, { kind: "iterate" }>;

function planIterate(draft: Draft, flow: IterateProgram): PlanDecision {
  const firstRound = { kind: "segments", step: "round" } as const;
  const into: StepUse = { step: "round", round: 0 };
  const map: StageHead = { kind: "map", step: "first", round: 0 };
  let feeding = "map";
  if (flow.first.reduce === null) {
    const leg: Leg = { name: "map", head: map, then: [into], sink: firstRound };
    if (!isComplete(draft.ensure(leg))) return draft.proceed();
  } else {
    const sink = { kind: "segments", step: "first" } as const;
    const leg: Leg = { name: "map", head: map, then: [], sink };
    if (draft.ensure(leg) === "blocked") return draft.proceed();
    const head = reduceHead("first", "map", 0);
    const reduce: Leg = { name: "first", head, then: [into], sink: firstRound };
    if (!isComplete(draft.ensure(reduce))) return draft.proceed();
    feeding = "first";
  }
  return planRounds(draft, flow, feeding);
}

function planRounds(draft: Draft, flow: IterateProgram, firstFeeding: string): PlanDecision {
  let feeding = firstFeeding;
  for (let round = 0; round < flow.maxRounds - 1; round += 1) {
    const name = `round-${round}`;
    const stage = draft.ensure({
      name,
      head: reduceHead("round", feeding, round),
      then: [{ step: "round", round: round + 1 }],
      sink: { kind: "segments", step: "round" },
      totalsFrom: [feeding],
    });
    if (!isComplete(stage)) return draft.proceed();
    if (flow.until) {
      const body = { kind: "until", round, totals: stage.totals } satisfies UntilBody;
      const until = draft.ensureSingle(`until-${round}`, body);
      if (!isComplete(until)) return draft.proceed();
      if (parseResult<UntilResult>(until.results[0] ?? "").done) {
        const head = { ...reduceHead("round", feeding, round), replay: true };
        return planFinish(draft, flow, { name: "last", head, rounds: round + 1, feeding });
      }
    }
    feeding = name;
  }
  const round = flow.maxRounds - 1;
  const head = reduceHead("round", feeding, round);
  return planFinish(draft, flow, { name: `round-${round}`, head, rounds: flow.maxRounds, feeding });
}

/** The last round's reduce feeds the map of `finish`. */
function planFinish(
  draft: Draft,
  flow: IterateProgram,
  last: {
    readonly name: string;
    readonly head: StageHead;
    readonly rounds: number;
    readonly feeding: string;
  },
): PlanDecision {
  const then: StepUse[] = [{ step: "finish", round: last.rounds }];
  const leg = { name: last.name, head: last.head, then, totalsFrom: [last.feeding] };
  if (flow.finish.reduce === null) {
    return draft.publish(draft.ensure({ ...leg, sink: FINISH_PART }));
  }
  if (!isComplete(draft.ensure({ ...leg, sink: FINISH_SEGMENTS }))) return draft.proceed();
  const head = reduceHead("finish", last.name, last.rounds);
  const totalsFrom = [last.name];
  return draft.publish(
    draft.ensure({ name: "finish", head, then: [], sink: FINISH_PART, totalsFrom }),
  );
}

const FINISH_PART = { kind: "part", step: "finish" } as const;
const FINISH_SEGMENTS = { kind: "segments", step: "finish" } as const;

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
  const leg = { head, then: [], stateFrom: previous, totalsFrom: [`${previous}-map`, previous] };
  if (flow.finish.reduce === null) {
    return draft.publish(draft.ensure({ ...leg, name: "finish", sink: FINISH_PART }));
  }
  const map = draft.ensure({ ...leg, name: "finish-map", sink: FINISH_SEGMENTS });
  if (!isComplete(map)) return draft.proceed();
  return draft.publish(
    draft.ensure({
      name: "finish",
      head: reduceHead("finish", "finish-map", rounds),
      then: [],
      sink: FINISH_PART,
      stateFrom: previous,
      totalsFrom: ["finish-map"],
    }),
  );
}

/** Maps the input with the state, reduces and collects in one task; null until that is complete. */
function refineRound(
  draft: Draft,
  use: StepUse & { readonly name: string; readonly previous: string | null },
): { readonly done: boolean } | null {
  const { name, step, round, previous } = use;
  const mapName = `${name}-map`;
  const map = draft.ensure({
    name: mapName,
    head: { kind: "map", step, round },
    then: [],
    sink: { kind: "segments", step, single: true },
    stateFrom: previous,
    totalsFrom: previous === null ? [] : [`${previous}-map`, previous],
  });
  if (!isComplete(map)) return null;
  const collect = draft.ensure({
    name,
    head: reduceHead(step, mapName, round),
    then: [],
    sink: { kind: "collect", step, round },
    stateFrom: previous,
    totalsFrom: [mapName],
  });
  if (!isComplete(collect)) return null;
  return parseResult<{ done: boolean }>(collect.results[0] ?? "");
}

function reduceHead(step: string, from: string, round: number): StageHead {
  return { kind: "reduce", step, round, from, replay: false };
}

function isComplete<O extends { readonly complete: boolean }>(
  outcome: O | "added" | "blocked",
): outcome is O {
  return typeof outcome === "object" && outcome.complete;
}
