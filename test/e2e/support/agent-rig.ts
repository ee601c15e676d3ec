/** A worker agent in this process, with real runner processes and a master by hand, in a folder of its own. */

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MrError } from "../../../src/engine/error.js";
import { type AgentOptions, resolveAgentOptions } from "../../../src/worker/agent-options.js";
import type { MachineRoom } from "../../../src/worker/machine-room.js";
import type { SegmentServerRequest } from "../../../src/worker/services.js";
import { WorkerAgent } from "../../../src/worker/worker-agent.js";
import { buildEntry } from "./build-entry.js";
import { FakeMaster } from "./fake-master.js";

/** One build for all rigs of a test file. */
export class AgentWorkshop {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "mr-agent-")));
  runnerEntry = "";

  async build(): Promise<void> {
    this.runnerEntry = await buildEntry("test/e2e/support/scripted-runner.ts", this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface RigOptions extends Partial<AgentOptions> {
  readonly bundles?: { readonly [sha256: string]: Uint8Array };
  /** The master refuses every dial with it. */
  readonly refusal?: MrError;
}

export class AgentRig {
  readonly master = new FakeMaster();
  readonly warnings: string[] = [];
  /** What the agent sees of its machine at its next look. */
  room: MachineRoom = { memory: [], disk: [] };
  readonly workDirectory: string;
  /** What the segment server was started with. */
  serving: SegmentServerRequest | null = null;
  agent: WorkerAgent;

  private constructor(workDirectory: string) {
    this.workDirectory = workDirectory;
    this.agent = undefined as unknown as WorkerAgent;
  }

  static async start(workshop: AgentWorkshop, options: RigOptions = {}): Promise<AgentRig> {
    const { bundles = {}, refusal = null, ...agentOptions } = options;
    const rig = new AgentRig(options.workDirectory ?? mkdtempSync(join(workshop.folder, "work-")));
    rig.master.refusal = refusal;
    const resolved = resolveAgentOptions({
      master: "memory:0",
      token: null,
      name: "worker-1",
      slots: 1,
      workDirectory: rig.workDirectory,
      dataHost: "127.0.0.1",
      reconnect: "forever",
      runnerEntry: workshop.runnerEntry,
      log: { info: () => undefined, warn: (message) => rig.warnings.push(message) },
      ...agentOptions,
    });
    rig.agent = await WorkerAgent.start(resolved, {
      watchMachine: () => () => rig.room,
      openSession: rig.master.openSession,
      fetchBundle: async (sha256) => {
        const bytes = bundles[sha256];
        if (bytes === undefined) throw new Error("no such bundle");
        return bytes;
      },
      startSegmentServer: async (request) => {
        rig.serving = request;
        return { address: "127.0.0.1:9", close: async () => undefined };
      },
    });
    return rig;
  }

  async close(): Promise<void> {
    await this.agent.close();
  }
}
