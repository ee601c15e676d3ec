/** `npm run docs`: writes docs/cli.md from the command line's own tree of commands. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { processIo } from "../src/cli/io.js";
import { manualText } from "../src/cli/manual.js";
import { buildProgram } from "../src/cli/program.js";
import { packageRoot } from "../src/config/layout.js";

const io = processIo();
const program = buildProgram({ io, literals: [], verbose: false, color: false, exitCode: 0 });
writeFileSync(join(packageRoot(), "docs", "cli.md"), manualText(program));
