/** Measurements as an aligned table, each beside the first row. */

import type { Measurement } from "./measure.js";

const HEADER = ["command", "wall s", "min-max", "cpu s", "peak MB", "MB/s", "ratio"];

export function renderTable(rows: readonly Measurement[], sizeBytes: number): string {
  const [first] = rows;
  const cells = rows.map((row) => [
    row.name,
    row.wallSeconds.toFixed(3),
    `${row.wallMin.toFixed(2)}-${row.wallMax.toFixed(2)}`,
    row.cpuSeconds.toFixed(2),
    (row.peakBytes / 1e6).toFixed(0),
    (sizeBytes / 1e6 / row.wallSeconds).toFixed(0),
    first === undefined ? "" : (first.wallSeconds / row.wallSeconds).toFixed(2),
  ]);
  const table = [HEADER, ...cells];
  const widths = HEADER.map((_, column) =>
    Math.max(...table.map((line) => line[column]?.length ?? 0)),
  );
  return table
    .map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  "))
    .join("\n");
}
