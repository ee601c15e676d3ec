/** `node node-index.mjs OUTPUT FOLDER`: inverted index by hand; documents are blocks of 1000 lines, `file#block`. */

import { createReadStream, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [output, folder] = process.argv.slice(2);
const index = new Map();
for (const name of readdirSync(folder).sort()) {
  let number = 0;
  const lines = createInterface({ input: createReadStream(join(folder, name)) });
  for await (const line of lines) {
    const document = `${name}#${Math.floor(number++ / 1000)}`;
    for (const word of line.split(" ")) {
      if (!word) continue;
      const documents = index.get(word);
      if (documents === undefined) index.set(word, [document]);
      else if (documents.at(-1) !== document) documents.push(document);
    }
  }
}
const rows = [...index].map(([word, documents]) => ({
  bytes: Buffer.from(word),
  line: `${word}\t${documents.join(" ")}\n`,
}));
rows.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
writeFileSync(output, rows.map(({ line }) => line).join(""));
