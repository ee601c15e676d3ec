/** Tasks as a runner runs them: staged files, reports, and nothing left behind when they fail. */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SourceLocation } from "../engine/command.js";
import type { Incarnation, JobId, WorkerId } from "../engine/ids.js";
import type { JobSpec, Json, OutputFormat } from "../engine/job.js";
import { command, lines, mapReduce, pairs, sum } from "../index.js";
import { stagingDirectory } from "../output/staging.js";
import type { TaskEnvironment } from "./assignment.js";
import type { JobDefinition } from "./definition.js";
import { describeProgram } from "./program.js";
import { planners, runTask } from "./tasks.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-tasks-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function specOf(definition: JobDefinition, format: OutputFormat): JobSpec {
  return {
    id: "j1" as JobId,
    name: "test",
    type: "map-reduce",
    code: { kind: "library", name: "test" },
    program: describeProgram(definition) as unknown as Json,
    params: {},
    inputs: [],
    baseDirectory: folder,
    output: { path: join(folder, "out"), format, compression: "none", overwrite: false },
    settings: {
      partitions: 2,
      splitSizeBytes: 1 << 20,
      memoryBytes: 1 << 20,
      maxAttempts: 1,
      skipBadRecords: 0,
      allowNondeterministic: false,
      taskMemoryBytes: null,
      recordLimitBytes: 1 << 20,
      taskTimeoutMs: 1000,
    },
    idempotencyKey: "",
  };
}

/** The first map task of a job over one file. */
function firstMap(
  definition: JobDefinition,
  text: string | Buffer,
  format: OutputFormat = "text",
  controller = new AbortController(),
): TaskEnvironment {
  const spec = specOf(definition, format);
  const path = join(folder, "in.txt");
  writeFileSync(path, text);
  const range = { path, label: "in.txt", compression: "none", start: 0, end: text.length };
  const split = { input: 0, sizeBytes: text.length, payload: { input: 0, ranges: [range] } };
  const input = { splits: [split], files: 1, sizeBytes: text.length };
  const decision = planners[0]?.plan(spec, { input, stages: [] });
  if (decision?.kind !== "add") throw new Error("no stages");
  const stage = decision.stages[0];
  if (stage === undefined) throw new Error("no map stage");
  const directory = join(folder, "attempt");
  mkdirSync(directory);
  mkdirSync(stagingDirectory(spec.output, spec.id));
  return {
    assignment: {
      attempt: { job: spec.id, stage: "map", index: 0, attempt: 3 },
      epoch: 1,
      spec,
      stage,
      payload: stage.payloads[0] ?? null,
      upstream: {},
    },
    definition,
    directory,
    segmentPath: join(folder, "map.segments"),
    memoryBytes: 1 << 20,
    hostId: "here",
    dataToken: "",
    watch: null,
    signal: controller.signal,
    sources: () => {
      throw new Error("a map has no sources");
    },
    progress() {},
    log() {},
  };
}

const staged = () => join(folder, ".out.mr-j1");
const leftovers = () => [...readdirSync(staged()), ...readdirSync(join(folder, "attempt"))];

describe("a map task that writes the output", () => {
  const job = mapReduce({
    input: lines(),
    map(line: string, emit, { output }) {
      emit(line, line.length);
      output("long").write(line);
    },
  });

  it("leaves files under its attempt's name and reports them", async () => {
    const report = await runTask(firstMap(job, "ab\ncde\n"));
    expect(readdirSync(staged()).toSorted()).toEqual([
      "map-00000-a3.long-m-00000",
      "map-00000-a3.part-m-00000",
    ]);
    expect(readFileSync(join(staged(), "map-00000-a3.part-m-00000"), "utf8")).toBe(
      "ab\t2\ncde\t3\n",
    );
    expect(report).toMatchObject({
      output: {
        kind: "part",
        files: [{ name: "part-m-00000", records: 2 }, { name: "long-m-00000" }],
      },
      inputRecords: 2,
      inputBytes: 7,
      shuffleDigest: { records: 0 },
    });
    expect(report.peakMemoryBytes).toBeGreaterThan(1 << 20);
  });

  it("leaves nothing when it fails", async () => {
    const failing = mapReduce({
      input: lines(),
      map(line: string, emit, { output }) {
        emit(line, 1);
        output("side").write(line);
        if (line === "cde") throw new Error("no");
      },
    });
    await expect(runTask(firstMap(failing, "ab\ncde\n"))).rejects.toThrow("no");
    expect(leftovers()).toEqual([]);
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const endless = mapReduce({ input: lines(), map: command("cat; sleep 1000") });
    const running = runTask(firstMap(endless, "ab\n", "text", controller));
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toMatchObject({ code: "MR_CANCELLED" });
    expect(leftovers()).toEqual([]);
  });

  it("writes a command's lines as they are", async () => {
    const odd = Buffer.from("a\tb\tc\nalone\n\xff\t\xfe\n", "latin1");
    await runTask(firstMap(mapReduce({ input: lines(), map: command("cat") }), odd));
    expect(readFileSync(join(staged(), "map-00000-a3.part-m-00000"))).toEqual(odd);
  });
});

describe("a map task before a shuffle", () => {
  it("leaves one segment file, or none when it fails", async () => {
    const map = (line: string, emit: (key: string, value: number) => void) => {
      if (line === "bad") throw new Error("no");
      emit(line, 1);
    };
    const job = mapReduce({ input: lines(), map, reduce: sum() });
    const environment = firstMap(job, "b\na\nb\n");
    const { output } = await runTask(environment);
    expect(output).toMatchObject({
      kind: "segments",
      path: environment.segmentPath,
      digest: { records: 2 },
    });
    expect(leftovers()).toEqual([]);
    rmSync(environment.segmentPath);
    rmSync(environment.directory, { recursive: true });
    rmSync(staged(), { recursive: true });
    await expect(runTask(firstMap(job, "b\nbad\n"))).rejects.toThrow("no");
    expect(readdirSync(folder).toSorted()).toEqual([".out.mr-j1", "attempt", "in.txt"]);
  });

  it("refuses a job type that it does not know", async () => {
    const job = { ...mapReduce({ input: lines(), map() {} }), type: "pipeline" as never };
    const environment = firstMap(mapReduce({ input: lines(), map() {} }), "a\n");
    await expect(runTask({ ...environment, definition: job })).rejects.toThrow(
      /job type "pipeline"/,
    );
  });
});

describe("a reduce task", () => {
  const job = mapReduce({
    input: lines(),
    keys: "text",
    pairs: pairs<string, string>(),
    map(line: string, emit) {
      emit("all", line);
    },
    reduce(key, values, emit) {
      emit(key, [...values].join(" "));
    },
  });

  /** Runs the map over `text` and keeps its segments as the output of task `index`. */
  async function mapped(index: number, attempt: number, text: string): Promise<SourceLocation> {
    const { output } = await runTask(firstMap(job, text));
    if (output.kind !== "segments") throw new Error("no segments");
    const path = join(folder, `${index}-${attempt}.segments`);
    renameSync(output.path, path);
    rmSync(join(folder, "attempt"), { recursive: true });
    rmSync(staged(), { recursive: true });
    const nobody = { worker: "w" as WorkerId, incarnation: "0" as Incarnation, dataAddress: "" };
    return { ...nobody, index, attempt, hostId: "here", path, sizeBytes: output.sizeBytes };
  }

  it("reads outputs in task order, whatever order they come in, the last attempt of each", async () => {
    const last = await mapped(2, 1, "e\n");
    const batches = [
      [last],
      [await mapped(0, 1, "old\n"), await mapped(1, 4, "c\nd\n")],
      [await mapped(0, 2, "a\nb\n"), last],
    ];
    const environment = firstMap(job, "");
    const { spec, attempt } = environment.assignment;
    const plan = { splits: [], files: 1, sizeBytes: 0 };
    const decision = planners[0]?.plan(spec, { input: plan, stages: [] });
    const stage = decision?.kind === "add" ? decision.stages[1] : undefined;
    if (stage === undefined) throw new Error("no reduce stage");
    const parts = await Promise.all(
      [0, 1].map(async (index) => {
        const report = await runTask({
          ...environment,
          assignment: {
            ...environment.assignment,
            stage,
            attempt: { ...attempt, stage: "reduce", index },
          },
          async *sources() {
            yield* batches;
          },
        });
        expect(report.output).toMatchObject({ kind: "part" });
        return report;
      }),
    );
    expect(parts.map(({ shuffleDigest }) => shuffleDigest.records).toSorted(byNumber)).toEqual([
      0, 5,
    ]);
    const texts = [0, 1].map((index) =>
      readFileSync(join(staged(), `reduce-0000${index}-a3.part-r-0000${index}`), "utf8"),
    );
    expect(texts.join("")).toBe("all\ta b c d e\n");
  });
});

function byNumber(a: number, b: number): number {
  return a - b;
}
