/**
 * The map of a later step, fused behind whatever makes its pairs: each pair is a record `[key, value]`.
 *
 * M1. Hooks run around it: `setup` when the pipeline is built, `close` when no more pairs come.
 */

import type { Emit, JobContext, MapFunction, Step } from "../definition.js";
import { describeKey, locate, refuseResult } from "./located-error.js";
import { emitLine, pairsFromEmit, type PairTarget } from "./pair-target.js";

export interface MapOperatorOptions {
  readonly step: Step;
  /** Null: pairs pass as they are. */
  readonly map: MapFunction | null;
  readonly context: JobContext;
  readonly target: PairTarget;
}

export async function createMapOperator(options: MapOperatorOptions): Promise<PairTarget> {
  const { step, map, context, target } = options;
  const { emit: next } = target;
  await runSetup(step, context);
  const emit: Emit =
    map === null
      ? next
      : (key, value) => {
          try {
            const result: unknown = map([key, value], next, context);
            if (result !== undefined) refuseResult(result, "map");
          } catch (error) {
            throw locate(error, () => describeKey(key));
          }
        };
  return {
    emit,
    pairs: pairsFromEmit(emit),
    line: (bytes, start, end) => emitLine(emit, bytes, start, end),
    drained: () => target.drained(),
    async finish() {
      await runClose(step, next, context);
      await target.finish();
    },
    abort: () => target.abort(),
  };
}

export async function runSetup({ setup }: Step, context: JobContext): Promise<void> {
  try {
    await setup?.(context);
  } catch (error) {
    throw locate(error, () => "setup");
  }
}

export async function runClose({ close }: Step, emit: Emit, context: JobContext): Promise<void> {
  try {
    await close?.(emit, context);
  } catch (error) {
    throw locate(error, () => "close");
  }
}
