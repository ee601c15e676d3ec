/** `npm run sizes`: a chart of the modules by size, a row a folder, and the largest files and functions of the house. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const STEPS = [50, 100, 150, 200, 300, 400, Number.POSITIVE_INFINITY];

const files = ["bin", "src"].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true })
    .filter((name) => name.endsWith(".ts") && !/\.test\.ts$|generated|compiled/.test(name))
    .map((name) => {
      const path = `${top}/${name}`;
      return { path, lines: readFileSync(join(root, path), "utf8").split("\n").length - 1 };
    }),
);

const folders = Map.groupBy?.(files, folderOf) ?? groupBy(files, folderOf);
console.log(`files of up to ${STEPS.slice(0, -1).join(", ")} lines, and more\n`);
for (const [folder, members] of [...folders].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
  const counts = STEPS.map(
    (limit, i) =>
      members.filter(({ lines }) => lines <= limit && lines > (STEPS[i - 1] ?? 0)).length,
  );
  const total = members.reduce((sum, { lines }) => sum + lines, 0);
  const bars = counts.map((count) => (count === 0 ? "." : "#".repeat(count))).join(" ");
  console.log(
    `${folder.padEnd(14)} ${String(members.length).padStart(3)} files ${String(total).padStart(6)} lines  ${bars}`,
  );
}
const sorted = files.map(({ lines }) => lines).toSorted((a, b) => a - b);
console.log(`\nmedian ${sorted[sorted.length >> 1]} lines, largest:`);
for (const { path, lines } of files.toSorted((a, b) => b.lines - a.lines).slice(0, 8)) {
  console.log(`${String(lines).padStart(5)} ${path}`);
}

function folderOf({ path }) {
  return path.split("/").slice(0, 2).join("/").replace(/\.ts$/, "");
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
