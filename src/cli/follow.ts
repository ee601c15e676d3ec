/**
 * Watches one job to its end and shows its progress on the way.
 *
 * L1. A master that goes away is waited for: the job goes on without us. Only a master that stays away is an error.
 */

import { MrError } from "../engine/error.js";
import type { JobId } from "../engine/ids.js";
import type { JobView } from "../engine/view.js";
import type { MasterClient } from "../rpc/messages.js";
import { Patience } from "./patience.js";
import type { Progress } from "./render/progress.js";

export interface FollowOptions {
  readonly progress: Progress;
  /** Aborted: stop watching; the job is left alone. */
  readonly signal?: AbortSignal;
  /** How long a master may be away; 2 minutes unless told. */
  readonly patienceMs?: number;
}

/** The last view, which is that of the ended job; null when `signal` ended the watching first. */
export async function follow(
  client: MasterClient,
  job: JobId,
  { progress, signal, patienceMs }: FollowOptions,
): Promise<JobView | null> {
  const left = new Promise<null>((resolve) => {
    signal?.addEventListener("abort", () => resolve(null), { once: true });
  });
  const patience = new Patience((text) => progress.note(text), patienceMs);
  const update = (view: JobView) => {
    patience.heard();
    progress.update(view);
  };
  for (;;) {
    if (signal?.aborted === true) return null;
    try {
      const ended = await Promise.race([watchOnce(client, job, update, signal), left]);
      if (ended === null || ended !== "interrupted") return ended;
      throw new MrError("MR_UNREACHABLE", "the master stopped sending news of the job");
    } catch (error) {
      await patience.pause(error, left);
    }
  }
}

async function watchOnce(
  client: MasterClient,
  job: JobId,
  update: (view: JobView) => void,
  signal: AbortSignal | undefined,
): Promise<JobView | "interrupted" | null> {
  for await (const view of client.watch(job)) {
    if (signal?.aborted === true) return null;
    update(view);
    if (view.state.kind === "ended") return view;
  }
  return "interrupted";
}
