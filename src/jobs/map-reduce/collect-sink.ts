/** The sink of pairs that `collect` turns into a state, which travels in the task's report. */

import { MrError } from "../../engine/error.js";
import type { TaskOutput } from "../../engine/graph.js";
import type { Emit, JobContext, Key, RefineStep } from "../definition.js";
import { locate } from "./located-error.js";
import { emitLine, pairsFromEmit, type TaskSink } from "./pair-target.js";
import type { CollectResult } from "./stage-body.js";
import { resultOf } from "./task-result.js";

/** Keeps all pairs and asks `collect` at the end. */
export function createCollectSink(step: RefineStep, context: JobContext): TaskSink {
  const kept: [Key, unknown][] = [];
  let output: TaskOutput | null = null;
  const emit: Emit = (key, value) => {
    kept.push([key, value]);
  };
  return {
    emit,
    pairs: pairsFromEmit(emit),
    line: (bytes, start, end) => emitLine(emit, bytes, start, end),
    drained: () => null,
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

function required<T>(value: T | null): T {
  if (value === null) throw new MrError("MR_INTERNAL", "a sink was asked before it was finished");
  return value;
}
