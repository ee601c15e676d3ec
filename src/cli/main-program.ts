/** Entry point of `dist/programs/mr.cjs`: the command. bin/mr.ts may have given it a head start. */

import { dropHeadStart } from "./head-start.js";
import { processIo } from "./io.js";
import { main } from "./main.js";

void main(process.argv, processIo())
  .finally(dropHeadStart)
  .then((code) => {
    process.exitCode = code;
  });
