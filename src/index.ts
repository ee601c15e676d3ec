/**
 * The public API of `mr-engine`: everything that a job file imports. Names are stable; what is not here is private.
 */

// Jobs
export { mapReduce, type Context, type Job, type JobOptions } from "./jobs/api/map-reduce.js";
export { chain } from "./jobs/api/chain.js";
export { iterate } from "./jobs/api/iterate.js";
export { refine, type State, state } from "./jobs/api/refine.js";
export { withParams } from "./jobs/api/with-params.js";
export {
  beforeTab,
  command,
  type CommandOptions,
  type Pairs,
  pairs,
  range,
  type Stage,
  step,
} from "./jobs/api/step.js";

// Inputs
export {
  accessLog,
  csv,
  fields,
  type FileRecord,
  files,
  fixed,
  type Format,
  jsonl,
  lines,
  type LogEntry,
  type LogPart,
  matches,
  type MatchesOptions,
  sortableLines,
  type SortOrder,
  words,
  type WordsOptions,
} from "./jobs/api/formats.js";

// Bytes
export {
  concatBytes,
  descending,
  fromLatin1,
  pathBytes,
  toLatin1,
  toText,
} from "./jobs/api/bytes.js";

// Reductions
export {
  type Aggregator,
  average,
  count,
  countAndSum,
  distinct,
  first,
  keys,
  max,
  min,
  type Orderable,
  sortedLines,
  sum,
  topK,
} from "./jobs/api/aggregates.js";

// Parameters
export {
  type Param,
  param,
  type ParamSpecs,
  type ParamValues,
  type StandardSchema,
} from "./jobs/api/param.js";

// What a job's functions meet
export type { Counter, Emit, JobContext, Key } from "./jobs/definition.js";

// For those who build on the engine
export { MrError, type ErrorCode } from "./engine/error.js";
export type { JobDefinition, JobModule, ParametrisedJob } from "./jobs/definition.js";
