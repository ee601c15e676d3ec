/** BENCHMARKS.md with its tables filled in from a folder of results; the prose is left as it is. */

import {
  contestsTable,
  figuresTable,
  fillIn,
  goalsTable,
  scaleGoalsTable,
  scaleTable,
} from "./markdown.js";
import { type FiguresPass, type PeersPass, readPasses, type ScalePass } from "./results.js";

const NONE = "(not measured yet)";

export function renderPage(page: string, folder: string): string {
  const peers = readPasses<PeersPass>(folder, "peers", "mr-bench-peers/1");
  const scale = readPasses<ScalePass>(folder, "scale", "mr-bench-scale/1");
  const figures = ["tasks", "steps", "pull"].flatMap((prefix) =>
    readPasses<FiguresPass>(folder, prefix, "mr-bench-figures/1"),
  );
  const [firstPeers] = peers;
  const [firstScale] = scale;
  const tables = {
    goals: goalsTable(peers),
    contests: firstPeers === undefined ? "" : contestsTable(firstPeers),
    "scale-goals": scaleGoalsTable(scale),
    scale: firstScale === undefined ? "" : scaleTable(firstScale),
    figures: figures.length === 0 ? "" : figuresTable(figures),
  };
  return Object.entries(tables).reduce(
    (filled, [name, content]) => fillIn(filled, name, content || NONE),
    page,
  );
}
