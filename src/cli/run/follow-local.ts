/** Waits for a job of the cluster on this machine and tells how it ended. */

import type { MasterClient } from "../../rpc/messages.js";
import { follow } from "../follow.js";
import type { LocalCluster } from "../local-cluster.js";
import { showJobLog } from "../render/job-log.js";
import type { Progress } from "../render/progress.js";
import type { PeakMemory } from "../render/summary.js";
import { finishRun } from "./finish-run.js";
import type { ProgressRequest } from "./open-progress.js";
import type { PreparedJob } from "./prepare.js";
import type { Stopping } from "./stopping.js";

interface LocalJob {
  readonly request: ProgressRequest;
  readonly prepared: PreparedJob;
  readonly cluster: LocalCluster;
  readonly client: MasterClient;
  readonly progress: Progress;
  readonly stopping: Stopping;
}

/** Of a job that the cluster's master knows. */
export async function followLocal(job: LocalJob): Promise<number> {
  const { request, prepared, cluster, client, progress, stopping } = job;
  const { id } = prepared.spec;
  // From here on the job is cancelled, not abandoned: the master puts away what it has begun.
  stopping.whenRequested(() => void client.cancel(id, "interrupted by the user").catch(() => {}));
  const log = showJobLog(client, id, progress);
  const view = await follow(client, id, { progress });
  await log;
  progress.end();
  if (view === null) return stopping.exitCodeFor(0);
  const peak = peakMemory(cluster);
  return stopping.exitCodeFor(await finishRun(request, { prepared, client, view, peak }));
}

function peakMemory(cluster: LocalCluster): PeakMemory {
  return {
    ownBytes: process.resourceUsage().maxRSS * 1024,
    workerBytes: cluster.peakWorkerBytes(),
  };
}
