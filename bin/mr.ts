#!/usr/bin/env node
/** The command: arguments in, exit code out; everything else is in src/cli. */

import { processIo } from "../src/cli/io.js";
import { main } from "../src/cli/main.js";

process.exitCode = await main(process.argv, processIo());
