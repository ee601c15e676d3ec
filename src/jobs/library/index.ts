/**
 * The jobs that come with the program, by name. Each is loaded only when it is asked for.
 */

import { MrError } from "../../engine/error.js";
import type { JobModule } from "../definition.js";
import { didYouMean } from "../did-you-mean.js";

type Load = () => Promise<{ readonly default: JobModule }>;

const JOBS: ReadonlyMap<string, Load> = new Map<string, Load>([
  ["distinct", () => import("./distinct.js")],
  ["grep", () => import("./grep.js")],
  ["inverted-index", () => import("./inverted-index.js")],
  ["join", () => import("./join.js")],
  ["k-means", () => import("./k-means.js")],
  ["log-stats", () => import("./log-stats.js")],
  ["page-rank", () => import("./page-rank.js")],
  ["sort", () => import("./sort.js")],
  ["streaming", () => import("./streaming.js")],
  ["top", () => import("./top.js")],
  ["wordcount", () => import("./wordcount.js")],
]);

/** Names in alphabetical order. */
export function libraryJobs(): readonly string[] {
  return [...JOBS.keys()];
}

export async function loadLibraryJob(name: string): Promise<JobModule> {
  const load = JOBS.get(name);
  if (load === undefined) throw unknownJob(name);
  return (await load()).default;
}

export function isLibraryJob(name: string): boolean {
  return JOBS.has(name);
}

export function unknownJob(name: string): MrError {
  return new MrError("MR_JOB_NOT_FOUND", `there is no job called ${name}`, {
    hint: `${didYouMean(name, libraryJobs(), "jobs")} A job file of your own is named by its path: ./${name}.ts`,
  });
}
