/**
 * Runs a job in this process, task after task: the planner and the task bodies are the real ones, the cluster is not.
 *
 * Owns: a folder for temporary files, removed however the run ends. Talks to: the planner and the task bodies.
 *
 * U1. The same pairs in the same order as a cluster would write them.
 * U2. What user code throws arrives with its own stack; breakpoints work, nothing runs elsewhere but commands.
 */

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SourceLocation } from "../../engine/command.js";
import { sumDigests } from "../../engine/digest-sum.js";
import { MrError } from "../../engine/error.js";
import type { SkippedRecord, StageSpec, TaskReport } from "../../engine/graph.js";
import { attemptName, type AttemptRef, type Incarnation, type JobId } from "../../engine/ids.js";
import type { WorkerId } from "../../engine/ids.js";
import type { JobSpec, Json } from "../../engine/job.js";
import type { InputPlan, PlanDecision, StageOutcome } from "../../engine/planner.js";
import type { TaskEnvironment } from "../assignment.js";
import type { JobDefinition } from "../definition.js";
import { mapReducePlanner } from "../map-reduce/plan.js";
import { runMapReduceTask } from "../map-reduce/run-task.js";
import { type KeptRecord, MemoryPart } from "./memory-part.js";

export interface LocalRunOptions {
  readonly definition: JobDefinition;
  readonly spec: JobSpec;
  readonly directory: string;
  planInput(): Promise<InputPlan>;
  log(task: string, message: string): void;
}

export interface LocalRunResult {
  /** The job's output, part after part. */
  readonly output: readonly KeptRecord[];
  /** Records of `context.output(name)`, by name. */
  readonly outputs: { readonly [name: string]: readonly KeptRecord[] };
  /** As many as the job has partitions (or maps): the records of each. */
  readonly parts: readonly (readonly KeptRecord[])[];
  readonly counters: { readonly [name: string]: number };
  readonly skipped: readonly SkippedRecord[];
  readonly inputRecords: number;
}

export class LocalRun {
  readonly #options: LocalRunOptions;
  #input: InputPlan | null = null;
  readonly #stages: { readonly spec: StageSpec; readonly reports: readonly TaskReport[] }[] = [];
  readonly #parts = new Map<string, MemoryPart>();

  constructor(options: LocalRunOptions) {
    this.#options = options;
  }

  async run(): Promise<LocalRunResult> {
    for (;;) {
      const decision = this.#plan();
      switch (decision.kind) {
        case "plan-input":
          this.#input = await this.#options.planInput();
          break;
        case "add":
          for (const stage of decision.stages) await this.#runStage(stage);
          break;
        case "publish":
          return this.#result(decision.stages);
        case "fail":
          throw MrError.fromRecord(decision.error);
        case "wait":
          throw new MrError("MR_INTERNAL", "the planner waits for nothing");
      }
    }
  }

  #plan(): PlanDecision {
    const stages = this.#stages.map(({ spec, reports }) => outcomeOf(spec, reports));
    return mapReducePlanner.plan(this.#options.spec, { input: this.#input, stages });
  }

  async #runStage(spec: StageSpec): Promise<void> {
    const reports: TaskReport[] = [];
    for (const index of spec.payloads.keys()) {
      const environment = this.#environment(spec, index);
      await mkdir(environment.directory);
      reports.push(
        await runMapReduceTask(environment, {
          openPart: (name) => {
            const part = new MemoryPart(name, this.#keysAsBytes());
            this.#parts.set(name, part);
            return part;
          },
          openSkipped: null,
        }),
      );
      await rm(environment.directory, { recursive: true });
    }
    this.#stages.push({ spec, reports });
    this.#checkConservation(spec, reports);
  }

  /** What was read from a shuffle is what was written to it, record for record. */
  #checkConservation(spec: StageSpec, reports: readonly TaskReport[]): void {
    for (const edge of spec.edges) {
      if (edge.kind !== "shuffle") continue;
      const from = this.#stages.find((stage) => stage.spec.name === edge.from)?.reports ?? [];
      const written = sumDigests(
        from.flatMap(({ output }) => (output.kind === "segments" ? [output.digest] : [])),
      );
      const read = sumDigests(reports.map(({ shuffleDigest }) => shuffleDigest));
      if (written.records === read.records && written.sum === read.sum) continue;
      throw new MrError(
        "MR_CONSERVATION",
        `${edge.from} wrote ${written.records} records, ${spec.name} read ${read.records}, or others`,
      );
    }
  }

  #keysAsBytes(): boolean {
    const { flow } = this.#options.definition;
    const last = flow.kind === "steps" ? flow.steps.at(-1) : flow.finish;
    return last?.rawKeysAs === "bytes" && last.keys === "raw";
  }

  #environment(stage: StageSpec, index: number): TaskEnvironment {
    const { definition, spec, directory } = this.#options;
    const attempt: AttemptRef = { job: spec.id, stage: stage.name, index, attempt: 1 };
    const name = attemptName(attempt);
    return {
      assignment: {
        attempt,
        epoch: 1,
        spec,
        stage,
        payload: stage.payloads[index] as Json,
        upstream: Object.fromEntries(stage.edges.map(({ from }) => [from, this.#outcome(from)])),
      },
      definition,
      directory: join(directory, name),
      segmentPath: join(directory, `${name}.segments`),
      memoryBytes: spec.settings.memoryBytes,
      hostId: HOST,
      dataToken: "",
      watch: null,
      signal: new AbortController().signal,
      sources: (from) => this.#sources(from),
      progress() {},
      log: (message) => this.#options.log(name, message),
    };
  }

  #outcome(name: string): StageOutcome {
    const stage = this.#stages.find(({ spec }) => spec.name === name);
    if (stage === undefined) throw new MrError("MR_INTERNAL", `stage ${name} has not run`);
    return outcomeOf(stage.spec, stage.reports);
  }

  async *#sources(from: string): AsyncGenerator<readonly SourceLocation[]> {
    const stage = this.#stages.find(({ spec }) => spec.name === from);
    yield (stage?.reports ?? []).map(({ output }, index) => {
      if (output.kind !== "segments") {
        throw new MrError("MR_INTERNAL", `stage ${from} has left no segments`);
      }
      const { path, sizeBytes } = output;
      return { index, attempt: 1, ...NOBODY, hostId: HOST, path, sizeBytes };
    });
  }

  #result(stages: readonly string[]): LocalRunResult {
    const parts: KeptRecord[][] = [];
    const outputs = new Map<string, KeptRecord[]>();
    const reports = this.#stages.flatMap((stage) => stage.reports);
    const published = this.#stages.filter(({ spec }) => stages.includes(spec.name));
    for (const { output } of published.flatMap((stage) => stage.reports)) {
      for (const { name } of output.kind === "part" ? output.files : []) {
        const kept = this.#parts.get(name)?.kept ?? [];
        const output = name.replace(/-[mr]-\d+$/, "");
        if (output === "part") parts.push(kept);
        else outputs.set(output, [...(outputs.get(output) ?? []), ...kept]);
      }
    }
    return {
      output: parts.flat(),
      parts,
      outputs: Object.fromEntries(outputs),
      counters: sums(reports.map(({ counters }) => counters)),
      skipped: reports.flatMap(({ skipped }) => skipped),
      inputRecords: this.#inputRecords(),
    };
  }

  /** Of the first stage that reads the input; one that takes a sample counts nothing. */
  #inputRecords(): number {
    const counts = this.#stages.map(({ reports }) =>
      reports.reduce((sum, { inputRecords }) => sum + inputRecords, 0),
    );
    return counts.find((count) => count > 0) ?? 0;
  }
}

const HOST = "local";
const NOBODY = {
  worker: "local" as WorkerId,
  incarnation: "0000000000000000" as Incarnation,
  dataAddress: "",
};

export const LOCAL_JOB = "jlocal" as JobId;

function outcomeOf(spec: StageSpec, reports: readonly TaskReport[]): StageOutcome {
  return {
    name: spec.name,
    tasks: spec.payloads.length,
    complete: true,
    results: reports.flatMap(({ output }) => (output.kind === "result" ? [output.bytes] : [])),
    totals: sums(reports.map(({ totals }) => totals)),
    counters: sums(reports.map(({ counters }) => counters)),
  };
}

/** In task order. */
function sums(all: readonly { readonly [name: string]: number }[]): { [name: string]: number } {
  const folded = new Map<string, number>();
  for (const one of all) {
    for (const [name, amount] of Object.entries(one)) {
      folded.set(name, (folded.get(name) ?? 0) + amount);
    }
  }
  return Object.fromEntries(folded);
}

/** Hands a fresh folder to `use` and removes it. */
export async function withTemporaryFolder<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "mr-local-"));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
