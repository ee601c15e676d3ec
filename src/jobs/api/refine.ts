/**
 * `refine({...})`: a small state travels; every round reads the input again in the light of it.
 *
 * Owns: its types and how it becomes a JobDefinition. Talks to: nobody.
 *
 * E1. The state is JSON: it is carried by the master from round to round.
 */

import type { Json } from "../../engine/job.js";
import type { JobContext, Key, RefineStep } from "../definition.js";
import type { Format } from "./formats.js";
import { inputsOf, type Context, type Job, type JobOptions, jobShell } from "./map-reduce.js";
import { checkRounds } from "./iterate.js";
import type { ParamSpecs } from "./param.js";
import {
  type ErasableStep,
  eraseStep,
  type InputStepOptions,
  invalid,
  type Output,
} from "./step.js";

declare const types: unique symbol;

/** Names the type of the state: `state: state<Centres>()`. */
export interface State<T> {
  readonly [types]?: (value: T) => T;
}

export function state<T>(): State<T> {
  return {};
}

/** A step that ends in the next state. */
export interface CollectOptions<R, K, V, A, KO, VO, C, T>
  extends InputStepOptions<R, K, V, A, KO, VO, C> {
  /** Gets all reduced pairs in key order. With `done` the next round is the finish. */
  readonly collect: (
    pairs: readonly Readonly<Output<K, A, KO, VO>>[],
    context: C,
  ) => { readonly state: T; readonly done?: boolean };
}

export interface RefineOptions<R, T, S, K1, V1, A1, L1, W1, K2, V2, A2, L2, W2, K3, V3, A, KO, VO>
  extends JobOptions<S> {
  readonly input: Format<R, unknown, unknown>;
  readonly state: State<T>;
  /** Makes the first state; `context.state` is null in it. */
  readonly start: CollectOptions<R, K1, V1, A1, L1, W1, Context<S, null>, T>;
  readonly round: CollectOptions<R, K2, V2, A2, L2, W2, Context<S, T>, T>;
  /** At most so many rounds. */
  readonly rounds: number;
  /** Maps the input once more, with the last state. */
  readonly finish: InputStepOptions<R, K3, V3, A, KO, VO, Context<S, T>>;
}

export function refine<
  R,
  T,
  K1 extends Key,
  V1,
  K2 extends Key,
  V2,
  K3 extends Key,
  V3,
  const S extends ParamSpecs = {},
  A1 = never,
  L1 extends Key = Key,
  W1 = unknown,
  A2 = never,
  L2 extends Key = Key,
  W2 = unknown,
  A = never,
  KO extends Key = Key,
  VO = unknown,
>(
  options: RefineOptions<R, T, S, K1, V1, A1, L1, W1, K2, V2, A2, L2, W2, K3, V3, A, KO, VO>,
): Job<Output<K3, A, KO, VO>> {
  const { start, round, rounds, finish } = options;
  return {
    ...jobShell(options as JobOptions<ParamSpecs>, inputsOf(options.input, "refine()")),
    flow: {
      kind: "refine",
      start: eraseCollect(start as ErasableStep, "refine() start"),
      round: eraseCollect(round as ErasableStep, "refine() round"),
      maxRounds: checkRounds(rounds, "refine()"),
      finish: eraseStep(finish as ErasableStep, "refine() finish"),
    },
  };
}

type Collect = (
  pairs: readonly (readonly [Key, unknown])[],
  context: JobContext,
) => { readonly state: Json; readonly done?: boolean };

function eraseCollect(
  options: ErasableStep & { readonly collect?: unknown },
  where: string,
): RefineStep {
  if (typeof options.collect !== "function") throw invalid(where, "collect is not a function");
  const collect = options.collect as Collect;
  return {
    ...eraseStep(options, where),
    collect(pairs, context) {
      const { state: next, done = false } = collect(pairs, context);
      return { state: next, done };
    },
  };
}
