/**
 * What a worker says, as an event for the engine.
 */

import { unreachable } from "../engine/error.js";
import type { AttemptRef, Incarnation, WorkerId } from "../engine/ids.js";
import type { TaskReport } from "../engine/graph.js";
import type { WorkerMessage } from "../rpc/messages.js";
import type { EventBody } from "./loop.js";

type Said = Exclude<WorkerMessage, { kind: "hello" | "log" | "goodbye" }>;

export function eventOf(
  speaker: { readonly worker: WorkerId; readonly incarnation: Incarnation },
  message: Said,
): EventBody {
  const { worker, incarnation } = speaker;
  switch (message.kind) {
    case "heartbeat": {
      const { progress, peakMemoryBytes, shortOf } = message;
      return { kind: "worker-heartbeat", worker, incarnation, progress, peakMemoryBytes, shortOf };
    }
    case "draining":
      return { kind: "worker-draining", worker, incarnation };
    case "ended": {
      const { attempt, failure } = message;
      return { kind: "attempt-ended", worker, incarnation, attempt, failure };
    }
    case "succeeded": {
      const { attempt, report } = message;
      const unusable = unusableTotal(report);
      if (unusable !== undefined) return refused(speaker, attempt, unusable);
      return { kind: "attempt-succeeded", worker, incarnation, attempt, report };
    }
    default:
      return unreachable(message, "eventOf");
  }
}

/** The journal holds JSON, which knows no NaN and no infinities: a total that is one could not be remembered. */
function unusableTotal(report: TaskReport): string | undefined {
  return Object.keys(report.totals).find((name) => !Number.isFinite(report.totals[name]));
}

function refused(
  { worker, incarnation }: { readonly worker: WorkerId; readonly incarnation: Incarnation },
  attempt: AttemptRef,
  total: string,
): EventBody {
  return {
    kind: "attempt-ended",
    worker,
    incarnation,
    attempt,
    failure: {
      kind: "failed",
      error: {
        code: "MR_USER_CODE",
        message: `the total ${JSON.stringify(total)} is not a finite number`,
        hint: "Check what the job adds to it for NaN, and divisions for zero.",
      },
      where: null,
    },
  };
}
