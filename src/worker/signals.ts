/**
 * What signals mean to a worker process: the first asks it to drain, the second ends it at once.
 *
 * I1. The process ends when the agent is closed; this file only asks for it.
 */

import type { Agent } from "./agent.js";

export interface SignalOptions {
  /** "ignore" for local workers: the terminal sends Ctrl-C to them too, but their parent decides. */
  readonly interrupt: "drain" | "ignore";
}

/** Returns the function that takes the handlers away again. */
export function drainOnSignals(
  agent: Pick<Agent, "drain" | "close">,
  options: SignalOptions,
): () => void {
  let asked = 0;
  const ask = (signal: NodeJS.Signals): void => {
    asked += 1;
    void (asked === 1 ? agent.drain() : agent.close(`second ${signal}`));
  };
  const ignore = (): void => undefined;
  const interrupted = options.interrupt === "drain" ? ask : ignore;
  process.on("SIGTERM", ask);
  process.on("SIGINT", interrupted);
  return () => {
    process.off("SIGTERM", ask);
    process.off("SIGINT", interrupted);
  };
}
