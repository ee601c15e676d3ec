/**
 * `withParams(specs, build)`: the shape of the job depends on its parameters.
 *
 * Owns: how such a job is written. Talks to: nobody.
 *
 * W1. `build` is called with valid values only, by the describe child and by every runner, and gives the same each time.
 */

import type { ParametrisedJob } from "../definition.js";
import type { Job } from "./map-reduce.js";
import { declareParams, type ParamSpecs, type ParamValues } from "./param.js";

export function withParams<const S extends ParamSpecs>(
  params: S,
  build: (params: ParamValues<S>) => Job<never> | Job,
  about: { readonly description?: string } = {},
): ParametrisedJob {
  return {
    engine: "mr-engine",
    api: 1,
    type: "parametrised",
    description: about.description ?? "",
    params: declareParams(params),
    build: build as ParametrisedJob["build"],
  };
}
