/** Entry point of `dist/runner.cjs`: src/worker/runner.ts. */

import "./heap-limit.js";
import { join } from "node:path";
import { loadProgram } from "./load-program.js";

loadProgram(join(__dirname, "programs", "runner.cjs"));
