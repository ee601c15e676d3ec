/** Entry point of `dist/worker.cjs`: src/worker/main.ts. */

import "./heap-limit.js";
import { join } from "node:path";
import { loadProgram } from "./load-program.js";

loadProgram(join(__dirname, "programs", "worker.cjs"));
