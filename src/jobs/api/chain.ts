/**
 * `chain(mapReduce({...}), step({...}), ...)`: each step maps the pairs that the step before has written.
 *
 * Owns: the types that flow along a chain. Talks to: nobody.
 */

import type { Step } from "../definition.js";
import type { Job } from "./map-reduce.js";
import { invalid, type Stage } from "./step.js";

export function chain<A, B>(first: Job<A>, second: Stage<A, B>): Job<B>;
export function chain<A, B, C>(first: Job<A>, second: Stage<A, B>, third: Stage<B, C>): Job<C>;
export function chain<A, B, C, D>(
  first: Job<A>,
  second: Stage<A, B>,
  third: Stage<B, C>,
  fourth: Stage<C, D>,
): Job<D>;
export function chain<A, B, C, D, E>(
  first: Job<A>,
  second: Stage<A, B>,
  third: Stage<B, C>,
  fourth: Stage<C, D>,
  fifth: Stage<D, E>,
): Job<E>;
/** Longer chains: the records of each step are typed by hand. */
export function chain(first: Job, ...more: readonly Stage<never, unknown>[]): Job;
export function chain(first: Job, ...more: readonly { readonly step: Step }[]): Job {
  if (first?.flow?.kind !== "steps") {
    throw invalid("chain()", "the first argument is not made by mapReduce()");
  }
  const wrong = more.findIndex((stage) => stage?.step === undefined);
  if (wrong >= 0) {
    throw invalid(
      "chain()",
      `argument ${wrong + 2} is not made by step()`,
      "Only the first step has an input.",
    );
  }
  return {
    ...first,
    flow: { kind: "steps", steps: [...first.flow.steps, ...more.map(({ step }) => step)] },
  };
}
