/**
 * The life of a runner process: ready, then one attempt after the other until its agent ends it.
 *
 * Owns: the process-wide handlers. Talks to: the agent (channel, lifeline), one AttemptRun at a time.
 *
 * A1. An error that nobody caught ends the running attempt with the user's stack, and then the process.
 * A2. The job's folder is the working directory where it exists: a job opens `./stopwords.txt` as on the command line.
 */

import { writeFileSync } from "node:fs";
import { setImmediate as endOfTurn } from "node:timers/promises";
import { unreachable } from "../engine/error.js";
import { endGroup, watchAgent } from "./lifeline.js";
import { AttemptRun, type RunnerParts } from "./run-attempt.js";
import { openRunnerChannel } from "./runner-channel.js";
import type { RunRequest, ToRunner } from "./runner-protocol.js";
import { noteSpawns } from "./note-spawns.js";
import { Scratch } from "./scratch.js";

export function serveRunner(parts: RunnerParts): void {
  let current: AttemptRun | null = null;
  let scratch: Scratch | null = null;
  const channel = openRunnerChannel((message: ToRunner) => {
    switch (message.kind) {
      case "run":
        void start(message.request);
        return;
      case "sources":
        if (current?.key === message.attempt) current.addSources(message.stage, message);
        return;
      default:
        unreachable(message, "agent message");
    }
  });
  const start = async (request: RunRequest): Promise<void> => {
    enterBaseDirectory(request.assignment.spec.baseDirectory);
    if (scratch?.base !== request.directory) scratch = new Scratch(request.directory);
    const run = new AttemptRun(request, scratch, (message) => channel.post(message));
    current = run;
    const last = await run.run(parts);
    // Promises that the task has left rejected are told of at the end of this turn: they end the attempt too (A1).
    await endOfTurn();
    if (current !== run) return;
    current = null;
    channel.post(last);
  };
  const uncaught = (error: unknown): void => {
    const run = current;
    current = null;
    if (run === null) {
      // Between attempts it hurts nobody but what comes next: say it on stderr and make room for a fresh runner.
      console.error(error);
      process.exit(1);
    }
    void channel.postLast(run.failed(error)).then(endGroup);
  };
  dieFirst();
  noteSpawns(() => current?.spawned());
  process.on("uncaughtException", uncaught);
  process.on("unhandledRejection", uncaught);
  channel.post({ kind: "ready", watcher: watchAgent() });
}

/** When the machine runs out of memory, the kernel ends tasks and what they have started before it ends an agent. */
function dieFirst(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "500");
  } catch {
    // Not Linux, or not allowed: the kernel chooses by size.
    return;
  }
}

function enterBaseDirectory(directory: string): void {
  try {
    process.chdir(directory);
  } catch {
    // On another machine the submitter's folder need not exist; jobs that rely on it find out by name.
    return;
  }
}
