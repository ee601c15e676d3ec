#!/usr/bin/env node
/** The command `mr`: src/cli/main-program.ts, and beside its loading the first worker of a local run. */

import "./heap-limit.js";
import { join } from "node:path";
import { giveHeadStart } from "../src/cli/head-start.js";
import { loadProgram } from "./load-program.js";

const dist = join(__dirname, "..");
giveHeadStart(process.argv.slice(2), process.env, join(dist, "worker.cjs"));
loadProgram(join(dist, "programs", "mr.cjs"));
