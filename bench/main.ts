/**
 * `npm run bench [-- --tiny | --size MIB] [--rounds N] [--only NAME]`: wordcount, sort and grep on generated data, as whole
 * commands in turns, beside a bare read of the same bytes (the machine's limit) and coreutils (the usual tools).
 */

import { everydayContests } from "./contests.js";
import { parseOptions } from "./support/options.js";
import { runContests } from "./support/report.js";

const options = parseOptions(process.argv.slice(2), { megabytes: 256, rounds: 3 });
process.exitCode = await runContests(everydayContests(), options);
