/** `node node-wordcount.mjs OUTPUT FOLDER`: word count as one writes it by hand, one thread. */

import { createReadStream, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [output, folder] = process.argv.slice(2);
const counts = new Map();
for (const name of readdirSync(folder)) {
  const lines = createInterface({
    input: createReadStream(join(folder, name)),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) {
    for (const word of line.split(" ")) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
}
const rows = [...counts].map(([word, count]) => ({
  bytes: Buffer.from(word),
  line: `${word}\t${count}\n`,
}));
rows.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
writeFileSync(output, rows.map(({ line }) => line).join(""));
