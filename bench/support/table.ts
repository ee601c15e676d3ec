/** Text tables for a terminal: columns aligned, the first two to the left. */

import type { Row } from "./results.js";

const HEADER = [
  "command",
  "",
  "wall s",
  "min-max",
  "rounds",
  "cpu s",
  "peak MB",
  "MB/s",
  "mr / it",
];

export function renderRows(rows: readonly Row[], sizeBytes: number): string {
  const [first] = rows;
  const cells = rows.map((row) => [
    row.name,
    row.role === "limit" ? "(limit)" : "",
    row.wallSeconds.toFixed(3),
    `${row.wallMin.toFixed(2)}-${row.wallMax.toFixed(2)}`,
    String(row.rounds),
    row.cpuSeconds.toFixed(2),
    (row.peakBytes / 1e6).toFixed(0),
    (sizeBytes / 1e6 / row.wallSeconds).toFixed(0),
    first === undefined ? "" : (first.wallSeconds / row.wallSeconds).toFixed(2),
  ]);
  return renderTable(HEADER, cells);
}

export function renderTable(
  header: readonly string[],
  cells: readonly (readonly string[])[],
): string {
  const table = [header, ...cells];
  const widths = header.map((_, column) =>
    Math.max(...table.map((line) => line[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number): string => {
    const width = widths[column] ?? 0;
    return column < 2 ? cell.padEnd(width) : cell.padStart(width);
  };
  return table.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}
