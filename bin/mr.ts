#!/usr/bin/env node
/** The command: arguments in, exit code out; everything else is in src/cli. */

import { start } from "../src/cli/start.js";

process.exitCode = await start(process.argv);
