/**
 * All that the engine knows. The durable part is the fold of the facts; what is not durable says so where it stands.
 *
 * Owns: the root of the state, nothing else. Changed by: `apply` (durable), the handlers of events (sessions, progress).
 */

import { JobTable } from "./job-table.js";
import { Story } from "./story.js";
import { WorkerTable } from "./worker-table.js";

export interface State {
  /** Reign of the master that writes facts now; 0 before the first. */
  epoch: number;
  readonly jobs: JobTable;
  readonly workers: WorkerTable;
  /** The latest facts, for error messages (not durable). */
  readonly story: Story;
}

export function createState(storyFacts: number): State {
  return {
    epoch: 0,
    jobs: new JobTable(),
    workers: new WorkerTable(),
    story: new Story(storyFacts),
  };
}
