/**
 * The frame of a run on this machine: its cluster, its progress and its way to stop, for the length of the work.
 *
 * I1. Ctrl-C asks for an end and waits until everything is put away; pressed again it leaves at once.
 * I2. The cluster is gone at the end, whatever happened.
 */

import { processEnvironment } from "../../config/resolve.js";
import { LocalCluster } from "../local-cluster.js";
import type { Progress } from "../render/progress.js";
import { listenForStop } from "../stop-signals.js";
import { openProgress, type ProgressRequest } from "./open-progress.js";
import { Stopping } from "./stopping.js";

/** The cluster of this run, or the folder of one that was killed; gone at the end, whatever happened. */
export async function inCluster(
  request: ProgressRequest,
  takeOver: string | undefined,
  work: (cluster: LocalCluster, progress: Progress, stopping: Stopping) => Promise<number>,
): Promise<number> {
  const { context, flags, options } = request;
  const { io } = context;
  let progress: Progress | null = null;
  const say = (text: string) => {
    if (progress !== null) progress.note(text);
    else if (flags.quiet !== true) io.stderr.write(`${text}\n`);
  };
  const stopping = new Stopping();
  let cluster: LocalCluster | null = null;
  const stop = listenForStop(io, {
    first(signal) {
      say("stopping (again to leave now)");
      cluster?.expectEnd();
      stopping.request(signal);
    },
    second(exitCode) {
      cluster?.destroyNow();
      io.exitNow(exitCode);
    },
  });
  try {
    cluster = new LocalCluster({
      workers: options.workers,
      slots: options.slots,
      environment: processEnvironment(),
      ...(takeOver === undefined ? {} : { takeOver }),
      note: say,
      log: (line) => {
        if (context.verbose) say(line);
      },
    });
    progress = await openProgress(request);
    return await Promise.race([work(cluster, progress, stopping), cluster.broken]);
  } catch (error) {
    const exitCode = stop.exitCode();
    // Whatever fails while we are stopping is not news.
    if (exitCode !== null) return exitCode;
    throw error;
  } finally {
    progress?.end();
    await cluster?.close();
    stop.release();
  }
}
