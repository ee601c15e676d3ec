/**
 * Watches one job to its end and shows its progress on the way.
 *
 * L1. A master that goes away is waited for: the job goes on without us. Only a master that stays away is an error.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { MrError } from "../engine/error.js";
import type { JobId } from "../engine/ids.js";
import type { JobView } from "../engine/view.js";
import type { MasterClient } from "../rpc/messages.js";
import type { Progress } from "./render/progress.js";

export interface FollowOptions {
  readonly progress: Progress;
  /** Aborted: stop watching; the job is left alone. */
  readonly signal?: AbortSignal;
  /** How long a master may be away. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 60_000;
const RETRY_MS = 1000;

/** The last view, which is that of the ended job; null when `signal` ended the watching first. */
export async function follow(
  client: MasterClient,
  job: JobId,
  { progress, signal, patienceMs = PATIENCE_MS }: FollowOptions,
): Promise<JobView | null> {
  const left = new Promise<null>((resolve) => {
    signal?.addEventListener("abort", () => resolve(null), { once: true });
  });
  let awayMs = 0;
  for (;;) {
    if (signal?.aborted === true) return null;
    try {
      const ended = await Promise.race([watchOnce(client, job, progress, signal), left]);
      if (ended === null || ended !== "interrupted") return ended;
      throw new MrError("MR_UNREACHABLE", "the master stopped sending news of the job");
    } catch (error) {
      const known = MrError.from(error);
      if (known.code !== "MR_UNREACHABLE" || awayMs >= patienceMs) throw known;
      if (awayMs === 0) progress.note(`${known.message}; waiting for the master`);
    }
    awayMs += RETRY_MS;
    await Promise.race([sleep(RETRY_MS), left]);
  }
}

async function watchOnce(
  client: MasterClient,
  job: JobId,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<JobView | "interrupted" | null> {
  for await (const view of client.watch(job)) {
    if (signal?.aborted === true) return null;
    progress.update(view);
    if (view.state.kind === "ended") return view;
  }
  return "interrupted";
}
