/**
 * Aligned columns: readable on a terminal, and cut with awk when piped.
 */

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Two blanks between columns, nothing behind the last one. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const cells = [columns.map((column) => column.title), ...rows];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((row) => (row[index] ?? "").length)),
  );
  return cells.map((row) =>
    columns
      .map((column, index) => {
        const text = row[index] ?? "";
        const width = widths[index] ?? 0;
        return column.align === "right" ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
