/**
 * Sinks whose result travels in the task's report: the pairs that `collect` turns into a state, and samples of keys.
 *
 * Z1. A result is at most RESULT_LIMIT_BYTES: it goes through the master's journal.
 * Z2. A sample is a function of the keys alone: every k-th, k doubling whenever the sample is full.
 */

import { MrError } from "../../engine/error.js";
import { RESULT_LIMIT_BYTES } from "../../engine/graph.js";
import type { TaskOutput } from "../../engine/graph.js";
import type { Emit, JobContext, Key, RefineStep } from "../definition.js";
import { locate } from "./located-error.js";
import { emitLine, pairsFromEmit, type TaskSink } from "./pair-target.js";
import type { CollectResult, SampleResult } from "./stage-body.js";

export function resultOf(value: unknown, what: string): TaskOutput {
  const text = JSON.stringify(value);
  const bytes = Buffer.from(text ?? "null");
  if (bytes.length > RESULT_LIMIT_BYTES) {
    throw new MrError(
      "MR_RESULT_TOO_LARGE",
      `${what} is ${bytes.length} bytes as JSON, at most ${RESULT_LIMIT_BYTES} can travel`,
      { hint: "Keep states small: data belongs into the pairs." },
    );
  }
  return { kind: "result", bytes: bytes.toString("base64") };
}

/** Keeps all pairs and asks `collect` at the end. */
export function createCollectSink(step: RefineStep, context: JobContext): TaskSink {
  const kept: [Key, unknown][] = [];
  let output: TaskOutput | null = null;
  const emit: Emit = (key, value) => {
    kept.push([key, value]);
  };
  return {
    ...fromEmit(emit),
    async finish() {
      output = resultOf(collect(step, kept, context), "the state that collect returned");
    },
    abort() {},
    result: () => ({ output: required(output), spills: 0 }),
  };
}

function collect(
  step: RefineStep,
  pairs: readonly (readonly [Key, unknown])[],
  context: JobContext,
): CollectResult {
  let answer: CollectResult;
  try {
    answer = step.collect(pairs, context);
    if (typeof answer !== "object" || answer === null || typeof answer.done !== "boolean") {
      throw new MrError("MR_USER_CODE", "collect did not return { state, done }");
    }
  } catch (error) {
    throw locate(error, () => "collect");
  }
  return { done: answer.done, state: answer.state };
}

const SAMPLE_KEYS = 2048;
/** Longer keys are cut: a prefix is as good a cut point. */
const SAMPLE_KEY_BYTES = 256;

/** `encode` gives the key's bytes in the order of the shuffle. */
export function createSampleSink(
  encode: (key: Key) => Uint8Array,
  weigh: (records: number) => number,
): TaskSink {
  let keys: string[] = [];
  let every = 1;
  let records = 0;
  const emit: Emit = (key) => {
    if (records % every === 0) {
      if (keys.length === SAMPLE_KEYS) {
        keys = keys.filter((_, index) => index % 2 === 0);
        every *= 2;
      }
      if (records % every === 0) {
        keys.push(Buffer.from(encode(key).subarray(0, SAMPLE_KEY_BYTES)).toString("base64"));
      }
    }
    records += 1;
  };
  return {
    ...fromEmit(emit),
    async finish() {},
    abort() {},
    result: () => {
      const sample: SampleResult = { weight: weigh(records), keys };
      return { output: resultOf(sample, "a sample of keys"), spills: 0 };
    },
  };
}

function fromEmit(emit: Emit) {
  return {
    emit,
    pairs: pairsFromEmit(emit),
    line: (bytes: Buffer, start: number, end: number) => emitLine(emit, bytes, start, end),
    drained: () => null,
  };
}

function required<T>(value: T | null): T {
  if (value === null) throw new MrError("MR_INTERNAL", "a sink was asked before it was finished");
  return value;
}
