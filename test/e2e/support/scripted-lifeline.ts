/** A process that watches for its agent with the shell named, and is then too busy to hear anything itself. */

import { watchAgent } from "../../../src/worker/lifeline.js";

watchAgent(process.argv[2]);
setTimeout(() => {
  process.send?.("busy");
  for (;;) Math.random();
}, 100);
