/** Starts a runner while no descriptor is free, and prints what becomes of it. */

import { closeSync, openSync } from "node:fs";
import { RunnerProcess } from "../../../src/worker/runner-process.js";

const taken: number[] = [];
try {
  for (;;) taken.push(openSync("/dev/null", "r"));
} catch (error) {
  console.log(String(error).slice(0, 13));
}
const options = { entry: "none.js", environment: {}, heapMegabytes: 64, directory: "/" };
const runner = new RunnerProcess(options, () => undefined);
for (const descriptor of taken) closeSync(descriptor);
void runner.dead.then(() => console.log(runner.kind, runner.processId));
