/**
 * Starts a worker: an agent with its runners, wired to the real wire and the real segment server.
 *
 * A1. gRPC is loaded while the runners start: none of the two waits for the other.
 */

import { randomBytes } from "node:crypto";
import type { MrError } from "../engine/error.js";
import {
  type AgentOptions,
  type ResolvedAgentOptions,
  resolveAgentOptions,
} from "./agent-options.js";
import { watchMachine } from "./machine-room.js";
import type { AgentServices } from "./services.js";
import { WorkerAgent } from "./worker-agent.js";

export type { AgentOptions } from "./agent-options.js";

export interface Agent {
  /** No new work, running attempts may finish (30 s), then close. */
  drain(): Promise<void>;
  /** Ends everything now: processes, port, files. */
  close(reason?: string): Promise<void>;
  /** Resolves when nothing is left, with the reason. */
  readonly closed: Promise<string>;
  /** The error that ended the agent; null while it lives or when it was asked to end. */
  readonly failure: MrError | null;
  readonly runnerProcessIds: readonly number[];
}

/**
 * With reconnect "forever" it resolves when the worker is set up, and dials for ever; with "never" it resolves when the
 * master has said welcome. Errors: MR_CONFIG, MR_STATE_LOCKED, MR_PORT_IN_USE; with "never" also the session's.
 */
export function startAgent(options: AgentOptions): Promise<Agent> {
  const resolved = resolveAgentOptions(options);
  return WorkerAgent.start(resolved, realServices(resolved));
}

function realServices({ master, token }: ResolvedAgentOptions): AgentServices {
  return {
    watchMachine,
    openSession: async (request) => {
      const { loadWire } = await import("../rpc/load.js");
      const { openWorkerSession } = await import("../rpc/worker-session.js");
      // What takes longest, and a master that is still starting need not be waited for.
      await loadWire();
      return openWorkerSession({ address: await master, token, ...request });
    },
    fetchBundle: async (sha256) => {
      const { fetchBundle } = await import("../rpc/fetch-bundle.js");
      return fetchBundle({ address: await master, token, sha256 });
    },
    startSegmentServer: async ({ host, port, resolve, trouble, token: current }) => {
      const { startSegmentServer } = await import("../shuffle/segment-server.js");
      // Before a master has named the token there is none that anybody could show.
      const nobody = randomBytes(32).toString("hex");
      return startSegmentServer({
        host,
        port,
        resolve,
        trouble,
        get token() {
          return current() ?? nobody;
        },
      });
    },
  };
}
