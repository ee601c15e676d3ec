/** The command line with its head start: a worker process starts while the rest of the program is being loaded. */

import { processEnvironment } from "../config/resolve.js";
import { dropHeadStart, giveHeadStart } from "./head-start.js";

/** `argv` as Node gives it; the answer is the exit code. */
export async function start(argv: readonly string[]): Promise<number> {
  giveHeadStart(argv.slice(2), processEnvironment());
  const [{ main }, { processIo }] = await Promise.all([import("./main.js"), import("./io.js")]);
  try {
    return await main(argv, processIo());
  } finally {
    dropHeadStart();
  }
}
