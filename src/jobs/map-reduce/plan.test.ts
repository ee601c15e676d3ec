/** The graphs that the planner draws, as text, for each flow; reviewed as diffs. */

import { describe, expect, it } from "vitest";
import type { StageSpec } from "../../engine/graph.js";
import type { JobId } from "../../engine/ids.js";
import type { JobSpec, Json } from "../../engine/job.js";
import type { InputPlan, StageOutcome } from "../../engine/planner.js";
import type { FlowProgram, Program, StepProgram } from "../program.js";
import { mapReducePlanner } from "./plan.js";
import type { StageBody, StageHead, StageSink, StepUse } from "./stage-body.js";

const STEP: StepProgram = {
  map: "function",
  combine: null,
  reduce: "function",
  partitioning: "hash",
  orderValues: false,
  keys: "raw",
};
const MAP_ONLY: StepProgram = { ...STEP, reduce: null };
const RANGE: StepProgram = { ...STEP, partitioning: "range" };

interface Case {
  readonly flow: FlowProgram;
  readonly splits?: number;
  readonly partitions?: number | null;
  readonly definitionPartitions?: number;
  readonly splitBytes?: number;
  /** Result of a `result` task. */
  readonly results?: (stage: string) => Json;
  readonly totals?: (stage: string) => { readonly [name: string]: number };
}

/** Completes every stage that the planner adds and writes down each of its decisions. */
function draw(options: Case): string[] {
  const job = jobOf(options);
  const input = inputOf(options);
  const lines: string[] = [];
  const stages: StageOutcome[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    const decision = mapReducePlanner.plan(job, { input, stages });
    if (decision.kind === "publish") return [...lines, `publish ${decision.stages.join(" ")}`];
    if (decision.kind !== "add") return [...lines, JSON.stringify(decision)];
    lines.push(...decision.stages.map(render), "--");
    stages.push(...decision.stages.map((stage) => completed(stage, options)));
  }
  throw new Error(`no end in sight:\n${lines.join("\n")}`);
}

function completed(stage: StageSpec, options: Case): StageOutcome {
  const result = JSON.stringify(options.results?.(stage.name) ?? null);
  return {
    name: stage.name,
    tasks: stage.payloads.length,
    complete: true,
    results:
      stage.sink.kind === "result"
        ? stage.payloads.map(() => Buffer.from(result).toString("base64"))
        : [],
    totals: options.totals?.(stage.name) ?? {},
    counters: {},
  };
}

function jobOf({ flow, partitions = 2, definitionPartitions }: Case): JobSpec {
  const program: Program = {
    type: "map-reduce",
    inputs: [],
    flow,
    partitions: definitionPartitions ?? null,
    output: { format: null, compression: null },
  };
  return {
    id: "j1" as JobId,
    name: "test",
    type: "map-reduce",
    code: { kind: "library", name: "test" },
    program: program as unknown as Json,
    params: {},
    inputs: [],
    baseDirectory: "/",
    output: { path: "/out", format: "text", compression: "none", overwrite: false },
    settings: {
      partitions,
      splitSizeBytes: 1,
      memoryBytes: 1,
      maxAttempts: 1,
      skipBadRecords: 0,
      allowNondeterministic: false,
      taskMemoryBytes: null,
      recordLimitBytes: 1,
      taskTimeoutMs: 1,
    },
    idempotencyKey: "",
  };
}

function inputOf({ splits = 3, splitBytes = 10 }: Case): InputPlan {
  return {
    splits: Array.from({ length: splits }, (_, index) => ({
      input: 0,
      sizeBytes: splitBytes,
      payload: { split: index },
    })),
    files: splits,
    sizeBytes: splits * splitBytes,
  };
}

/** `map x3: map 0 -> segments(2) of 0` */
function render(stage: StageSpec): string {
  const body = stage.body as unknown as StageBody;
  const totals =
    Object.keys(body.totals).length === 0 ? "" : ` totals ${JSON.stringify(body.totals)}`;
  const name = `${stage.name} x${stage.payloads.length}`;
  if (body.kind === "until") return `${name}: until round ${body.round}${totals}`;
  const pipeline = [renderHead(body.head), ...body.maps.map((use) => `map ${renderUse(use)}`)];
  const edges = stage.edges.map((edge) => `${edge.kind} ${edge.from}`).join(", ");
  return (
    `${name}: ${pipeline.join(" > ")} -> ${renderSink(body.sink, stage)}${totals}` +
    (edges === "" ? "" : ` | ${edges}`)
  );
}

function renderHead(head: StageHead): string {
  if (head.kind === "map") return `read, map ${renderUse(head)}`;
  if (head.kind === "pairs") return `pairs of ${head.from}`;
  return `reduce ${renderUse(head)} of ${head.from}`;
}

function renderUse({ step, round }: StepUse): string {
  return round === 0 ? step : `${step}@${round}`;
}

function renderSink(sink: StageSink, { sink: engineSink }: StageSpec): string {
  switch (sink.kind) {
    case "segments": {
      const partitions = engineSink.kind === "segments" ? engineSink.partitions : "?";
      const cuts =
        sink.cuts === null ? "" : ` cut at ${sink.cuts.map((cut) => atob(cut)).join(" ")}`;
      return `segments(${partitions}) of ${sink.step}${cuts}`;
    }
    case "part":
      return `part-${sink.letter}`;
    case "carry":
      return `carry(${engineSink.kind === "segments" ? engineSink.partitions : "?"}) by ${sink.by}`;
    case "collect":
      return `collect ${renderUse(sink)} totals ${JSON.stringify(sink.totals)}`;
    case "sample":
      return `sample of ${sink.step}`;
  }
}

describe("chains", () => {
  it("runs one map and one reduce", () => {
    expect(draw({ flow: { kind: "steps", steps: [STEP] } })).toEqual([
      "map x3: read, map 0 -> segments(2) of 0",
      "reduce x2: reduce 0 of map -> part-r | shuffle map",
      "--",
      "publish reduce",
    ]);
  });

  it("writes the output from the maps when nothing reduces", () => {
    expect(draw({ flow: { kind: "steps", steps: [MAP_ONLY, MAP_ONLY] } })).toEqual([
      "map x3: read, map 0 > map 1 -> part-m",
      "--",
      "publish map",
    ]);
  });

  it("runs the reduce of a step and the maps behind it in one task", () => {
    const steps = [STEP, MAP_ONLY, STEP, MAP_ONLY];
    expect(draw({ flow: { kind: "steps", steps } })).toEqual([
      "map x3: read, map 0 -> segments(2) of 0",
      "reduce-1 x2: reduce 0 of map > map 1 > map 2 -> segments(2) of 2 | shuffle map",
      "reduce-2 x2: reduce 2 of reduce-1 > map 3 -> part-r | shuffle reduce-1",
      "--",
      "publish reduce-2",
    ]);
  });

  it("gives a step its own number of partitions", () => {
    const steps = [{ ...STEP, partitions: 1 }, STEP];
    expect(draw({ flow: { kind: "steps", steps }, partitions: 4 })).toEqual([
      "map x3: read, map 0 -> segments(1) of 0",
      "reduce-1 x1: reduce 0 of map > map 1 -> segments(4) of 1 | shuffle map",
      "reduce-2 x4: reduce 1 of reduce-1 -> part-r | shuffle reduce-1",
      "--",
      "publish reduce-2",
    ]);
  });

  it("gives an empty input one empty split", () => {
    expect(draw({ flow: { kind: "steps", steps: [STEP] }, splits: 0, partitions: null })).toEqual([
      "map x1: read, map 0 -> segments(1) of 0",
      "reduce x1: reduce 0 of map -> part-r | shuffle map",
      "--",
      "publish reduce",
    ]);
  });
});

describe("the number of partitions", () => {
  const flow: FlowProgram = { kind: "steps", steps: [STEP] };
  const mib = 1024 * 1024;

  it("is the user's, else the job's, else one for each 64 MiB of input, at most 256", () => {
    const of = (options: Partial<Case>) =>
      draw({ flow, ...options })[0]?.replace(/.*segments\((\d+)\).*/, "$1");
    expect(of({ partitions: 7, definitionPartitions: 5 })).toBe("7");
    expect(of({ partitions: null, definitionPartitions: 5 })).toBe("5");
    expect(of({ partitions: null, splits: 2, splitBytes: 32 * mib })).toBe("1");
    expect(of({ partitions: null, splits: 2, splitBytes: 35 * mib })).toBe("1");
    expect(of({ partitions: null, splits: 2, splitBytes: 36 * mib })).toBe("2");
    expect(of({ partitions: null, splits: 1000, splitBytes: 64 * mib })).toBe("256");
  });
});

describe("range partitioning", () => {
  const sample = { weight: 10, keys: ["a", "c", "b", "d"].map((key) => btoa(key)) };

  it("samples at most 16 evenly chosen splits, eight a task, and hands the cuts to the map", () => {
    const flow: FlowProgram = { kind: "steps", steps: [RANGE] };
    const results = () => sample;
    expect(draw({ flow, splits: 40, partitions: 3, results })).toEqual([
      "sample-map x2: read, map 0 -> sample of 0",
      "--",
      "map x40: read, map 0 -> segments(3) of 0 cut at c d",
      "reduce x3: reduce 0 of map -> part-r | shuffle map",
      "--",
      "publish reduce",
    ]);
  });

  it("needs no sample for one partition", () => {
    expect(draw({ flow: { kind: "steps", steps: [RANGE] }, partitions: 1 })[0]).toBe(
      "map x3: read, map 0 -> segments(1) of 0",
    );
  });

  it("samples what the reduce before makes when a later step wants ranges", () => {
    const flow: FlowProgram = { kind: "steps", steps: [STEP, RANGE] };
    expect(draw({ flow, results: () => sample })).toEqual([
      "map x3: read, map 0 -> segments(2) of 0",
      "sample-reduce-1 x2: reduce 0 of map > map 1 -> sample of 1 | shuffle map",
      "--",
      "reduce-1 x2: reduce 0 of map > map 1 -> segments(2) of 1 cut at c | shuffle map",
      "reduce-2 x2: reduce 1 of reduce-1 -> part-r | shuffle reduce-1",
      "--",
      "publish reduce-2",
    ]);
  });
});

describe("iterate", () => {
  const flow = (more: Partial<Extract<FlowProgram, { kind: "iterate" }>>): FlowProgram => ({
    kind: "iterate",
    first: STEP,
    round: STEP,
    maxRounds: 3,
    until: false,
    finish: MAP_ONLY,
    ...more,
  });

  it("adds a round when the one before is complete and hands its totals on", () => {
    const totals = (stage: string) => (stage.startsWith("round-1") ? { b: 1 } : { a: 1 });
    expect(draw({ flow: flow({ maxRounds: 2 }), totals })).toEqual([
      "map x3: read, map first -> segments(2) of first",
      "first x2: reduce first of map -> carry(2) by task | shuffle map",
      "--",
      'round-0-map x2: pairs of first > map round -> segments(2) of round totals {"a":2} | shuffle first',
      'round-0 x2: reduce round of round-0-map -> carry(2) by task totals {"a":2} | shuffle round-0-map',
      "--",
      'round-1-map x2: pairs of round-0 > map round@1 -> segments(2) of round totals {"a":2} | shuffle round-0',
      'round-1 x2: reduce round@1 of round-1-map -> carry(2) by task totals {"a":2} | shuffle round-1-map',
      "--",
      'finish x2: pairs of round-1 > map finish@2 -> part-r totals {"b":2} | shuffle round-1',
      "--",
      "publish finish",
    ]);
  });

  it("asks until after each round but the last", () => {
    const results = (stage: string) => ({ done: stage === "until-1" });
    const iterate = flow({ first: MAP_ONLY, until: true, maxRounds: 9, finish: STEP });
    const drawn = draw({ flow: iterate, results, totals: () => ({ x: 1 }) });
    expect(drawn[0]).toBe("map x3: read, map first -> carry(2) by hash");
    expect(drawn.filter((line) => line.startsWith("until"))).toEqual([
      'until-0 x1: until round 0 totals {"x":2}',
      'until-1 x1: until round 1 totals {"x":2}',
    ]);
    expect(drawn.slice(-5)).toEqual([
      "--",
      'finish-map x2: pairs of round-1 > map finish@2 -> segments(2) of finish totals {"x":2} | shuffle round-1',
      'finish x2: reduce finish@2 of finish-map -> part-r totals {"x":2} | shuffle finish-map',
      "--",
      "publish finish",
    ]);
  });

  it("hashes the pairs of a round that has its own number of partitions", () => {
    const iterate = flow({ round: { ...STEP, partitions: 5 }, maxRounds: 1 });
    expect(draw({ flow: iterate })[4]).toBe(
      "round-0 x5: reduce round of round-0-map -> carry(2) by hash | shuffle round-0-map",
    );
  });

  it("refuses rounds that cannot work", () => {
    expect(draw({ flow: flow({ round: MAP_ONLY }) })).toEqual([
      expect.stringContaining("a round of iterate needs a reduce"),
    ]);
    expect(draw({ flow: flow({ maxRounds: 0.5 }) })).toEqual([
      expect.stringContaining("maxRounds"),
    ]);
  });
});

describe("refine", () => {
  const flow = (finish: StepProgram): FlowProgram => ({
    kind: "refine",
    start: STEP,
    round: STEP,
    maxRounds: 5,
    finish,
  });

  it("reads the input again with the state of the round before, until collect says done", () => {
    const results = (stage: string) => ({ done: stage === "round-1", state: "é" });
    expect(draw({ flow: flow(MAP_ONLY), results, totals: () => ({ x: 1 }) })).toEqual([
      "start-map x3: read, map start -> segments(1) of start",
      "--",
      'start x1: reduce start of start-map -> collect start totals {"x":1} | shuffle start-map',
      "--",
      'round-0-map x3: read, map round -> segments(1) of round totals {"x":2} | broadcast start',
      "--",
      'round-0 x1: reduce round of round-0-map -> collect round totals {"x":1} totals {"x":2} | shuffle round-0-map, broadcast start',
      "--",
      'round-1-map x3: read, map round@1 -> segments(1) of round totals {"x":2} | broadcast round-0',
      "--",
      'round-1 x1: reduce round@1 of round-1-map -> collect round@1 totals {"x":1} totals {"x":2} | shuffle round-1-map, broadcast round-0',
      "--",
      'finish x3: read, map finish@2 -> part-m totals {"x":2} | broadcast round-1',
      "--",
      "publish finish",
    ]);
  });

  it("gives up after maxRounds and may reduce at the end", () => {
    const drawn = draw({ flow: flow(STEP), results: () => ({ done: false }) });
    expect(drawn.slice(-4)).toEqual([
      "finish-map x3: read, map finish@5 -> segments(2) of finish | broadcast round-4",
      "finish x2: reduce finish@5 of finish-map -> part-r | shuffle finish-map, broadcast round-4",
      "--",
      "publish finish",
    ]);
  });
});

describe("asking", () => {
  it("wants the input first and waits for stages that run", () => {
    const options: Case = { flow: { kind: "steps", steps: [STEP] } };
    const job = jobOf(options);
    expect(mapReducePlanner.plan(job, { input: null, stages: [] })).toEqual({ kind: "plan-input" });
    const running = (name: string): StageOutcome => ({
      name,
      tasks: 1,
      complete: false,
      results: [],
      totals: {},
      counters: {},
    });
    const stages = [running("map"), running("reduce")];
    expect(mapReducePlanner.plan(job, { input: inputOf(options), stages })).toEqual({
      kind: "wait",
    });
  });
});
