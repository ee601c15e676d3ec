/**
 * `npm run bench:peers [-- --size MIB] [--rounds N] [--only NAME] [--tiny]`: the engine beside every peer that is installed.
 * DuckDB comes with `npm install` in bench/peers; C++ needs g++.
 */

import { peerContests } from "./contests.js";
import { parseOptions } from "./support/options.js";
import { runContests } from "./support/report.js";

const options = parseOptions(process.argv.slice(2), { megabytes: 1024, rounds: 5 });
process.exitCode = await runContests(peerContests(), options);
