#!/usr/bin/env node
/** The command `mr`: src/cli/main-program.ts. */

import "./heap-limit.js";
import { join } from "node:path";
import { loadProgram } from "./load-program.js";

loadProgram(join(__dirname, "..", "programs", "mr.cjs"));
