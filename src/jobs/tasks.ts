/**
 * The one table from job type to planner and task bodies.
 */

import type { TaskReport } from "../engine/graph.js";
import { MrError } from "../engine/error.js";
import type { TaskBody, TaskEnvironment } from "./assignment.js";
import type { JobDefinition } from "./definition.js";
import { runMapReduceTask } from "./map-reduce/run-task.js";

export { planners } from "./planners.js";

const BODIES: { readonly [type in JobDefinition["type"]]: TaskBody } = {
  "map-reduce": (environment) => runMapReduceTask(environment),
};

/** Runs one attempt to its report. Errors are MrErrors, those about data with a `location`; or a fetch failure. */
export async function runTask(environment: TaskEnvironment): Promise<TaskReport> {
  const { type } = environment.definition;
  if (!Object.hasOwn(BODIES, type)) {
    throw new MrError("MR_JOB_INVALID", `there is no job type ${JSON.stringify(type)}`);
  }
  return BODIES[type](environment);
}
