/**
 * `iterate({...})`: pairs travel from round to round until nothing changes enough or the rounds are used up.
 *
 * Owns: its types and how it becomes a JobDefinition. Talks to: nobody.
 *
 * I1. `first` makes the pairs of round 0 from the input; every round's reduce makes the pairs of the next.
 */

import type { JobContext, Key } from "../definition.js";
import type { Format } from "./formats.js";
import { inputsOf, type Context, type Job, type JobOptions, jobShell } from "./map-reduce.js";
import type { ParamSpecs } from "./param.js";
import {
  type ErasableStep,
  eraseStep,
  invalid,
  type Output,
  type Pairs,
  type InputStepOptions,
  type StepOptions,
} from "./step.js";

export interface IterateOptions<R, K extends Key, V, S, K1, V1, K2, V2, K3, V3, A, KO, VO>
  extends JobOptions<S> {
  readonly input: Format<R, unknown, unknown>;
  /** The pairs that travel: `records: pairs<string, number>()`. */
  readonly records: Pairs<K, V>;
  readonly first: InputStepOptions<R, K1, V1, V, K, V, Context<S>>;
  readonly round: StepOptions<[K, V], K2, V2, V, K, V, Context<S>>;
  /** At most so many rounds. */
  readonly rounds: number;
  /** Asked after every round; `context.previousTotal` gives the totals of that round. */
  readonly until?: (context: Context<S>) => boolean;
  readonly finish: StepOptions<[K, V], K3, V3, A, KO, VO, Context<S>>;
}

export function iterate<
  R,
  K extends Key,
  V,
  K1 extends Key,
  V1,
  K2 extends Key,
  V2,
  K3 extends Key,
  V3,
  const S extends ParamSpecs = {},
  A = never,
  KO extends Key = Key,
  VO = unknown,
>(
  options: IterateOptions<R, K, V, S, K1, V1, K2, V2, K3, V3, A, KO, VO>,
): Job<Output<K3, A, KO, VO>> {
  const { first, round, rounds, until, finish } = options;
  return {
    ...jobShell(options as JobOptions<ParamSpecs>, inputsOf(options.input, "iterate()")),
    flow: {
      kind: "iterate",
      first: eraseStep(first as ErasableStep, "iterate() first"),
      round: eraseStep(round as ErasableStep, "iterate() round"),
      maxRounds: checkRounds(rounds, "iterate()"),
      until: (until ?? null) as ((context: JobContext) => boolean) | null,
      finish: eraseStep(finish as ErasableStep, "iterate() finish"),
    },
  };
}

export function checkRounds(rounds: unknown, where: string): number {
  if (typeof rounds === "number" && Number.isSafeInteger(rounds) && rounds >= 0) return rounds;
  throw invalid(where, `rounds is ${String(rounds)}, which is not a whole number from 0`);
}
