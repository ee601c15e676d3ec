/** Entry point of `dist/runner.js`: the child process of an agent in which user code runs. */

process.setSourceMapsEnabled(true);
// The line of the job may stand below much that it has called.
Error.stackTraceLimit = 50;

import { loadDefinition } from "../jobs/load.js";
import { runTask } from "../jobs/tasks.js";
import { tuneCompiler } from "./compiler-effort.js";
import { memoizeDefinitions } from "./memoize-definitions.js";
import { serveRunner } from "./serve-runner.js";

const load: typeof loadDefinition = async (...job) => {
  const definition = await loadDefinition(...job);
  tuneCompiler(definition);
  return definition;
};

serveRunner({ runTask, loadDefinition: memoizeDefinitions(load) });
