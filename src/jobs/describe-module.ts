/**
 * From a loaded job module to its description.
 *
 * Owns: what of a job leaves the process it was loaded in. Talks to: params, load.
 */

import { MrError } from "../engine/error.js";
import type { Json } from "../engine/job.js";
import type { JobModule, ParamSpec } from "./definition.js";
import { buildDefinition } from "./load.js";
import { type RawParams, resolveParams } from "./params.js";
import { describeProgram, type JobDescription } from "./program.js";

export interface DescribedJob {
  readonly description: JobDescription;
  /** For JobSpec.params; empty when only the parameters were asked for. */
  readonly params: { readonly [name: string]: Json };
}

/** `raw` null: the parameters only. */
export async function describeModule(
  module: JobModule,
  raw: RawParams | null,
  source: string,
): Promise<DescribedJob> {
  const about = {
    description: module.description,
    params: Object.fromEntries(
      Object.entries(module.params).map(([name, spec]) => [name, withoutSchema(spec)]),
    ),
  };
  if (raw === null) return { description: { ...about, program: null }, params: {} };
  const params = await resolveParams(module.params, raw);
  const definition = await buildDefinition(module, params, source);
  const description = module.description || definition.description;
  return { description: { ...about, description, program: describe(definition, source) }, params };
}

function describe(definition: Parameters<typeof describeProgram>[0], source: string) {
  try {
    return describeProgram(definition);
  } catch (error) {
    throw MrError.from(error, "MR_JOB_INVALID", `${source} exports something else than a job.`);
  }
}

/** A schema is functions: it stays here. */
function withoutSchema(spec: ParamSpec): Omit<ParamSpec, "schema"> {
  const { schema, ...rest } = spec;
  return schema === undefined ? spec : rest;
}
