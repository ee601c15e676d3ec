/** Entry point of `dist/programs/mr.cjs`: the command. */

import { start } from "./start.js";

void start(process.argv).then((code) => {
  process.exitCode = code;
});
