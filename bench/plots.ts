/**
 * `npm run bench:plots [-- --results FOLDER] [--page FILE] [--plots FOLDER]`: draws the plots and fills in the tables of
 * BENCHMARKS.md from the JSON of the last passes. Nothing is measured. Files are taken by how their names begin (peers,
 * scale, tasks, steps, pull); a second pass (peers-2.json) adds a column.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../src/config/layout.js";
import { renderPage } from "./support/page.js";
import { peersPlots, scalePlots } from "./support/plots.js";
import { type PeersPass, readPasses, RESULTS_FOLDER, type ScalePass } from "./support/results.js";

const { values } = parseArgs({
  options: {
    results: { type: "string", default: RESULTS_FOLDER },
    page: { type: "string", default: join(packageRoot(), "bench", "BENCHMARKS.md") },
    plots: { type: "string", default: join(packageRoot(), "bench", "plots") },
  },
});

const [peers] = readPasses<PeersPass>(values.results, "peers", "mr-bench-peers/1");
const [scale] = readPasses<ScalePass>(values.results, "scale", "mr-bench-scale/1");
const plots = [
  ...(peers === undefined ? [] : peersPlots(peers)),
  ...(scale === undefined ? [] : scalePlots(scale)),
];
mkdirSync(values.plots, { recursive: true });
for (const [name, svg] of plots) {
  writeFileSync(join(values.plots, name), svg);
  console.log(join(values.plots, name));
}
writeFileSync(values.page, renderPage(readFileSync(values.page, "utf8"), values.results));
