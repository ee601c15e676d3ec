/** `node node-threads.mjs OUTPUT FOLDER`: word count by hand with two worker threads. */

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker, isMainThread, parentPort } from "node:worker_threads";

if (isMainThread) await main();
else serve();

async function main() {
  const [output, folder] = process.argv.slice(2);
  const files = readdirSync(folder).map((name) => join(folder, name));
  const totals = new Map();
  await Promise.all([0, 1].map(() => work(files, totals)));
  const rows = [...totals].map(([word, count]) => ({
    bytes: Buffer.from(word),
    line: `${word}\t${count}\n`,
  }));
  rows.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  writeFileSync(output, rows.map(({ line }) => line).join(""));
}

function work(files, totals) {
  const worker = new Worker(fileURLToPath(import.meta.url));
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    const next = () => {
      const file = files.pop();
      if (file !== undefined) return worker.postMessage(file);
      void worker.terminate();
      resolve();
    };
    worker.on("message", (counts) => {
      for (const [word, count] of counts) totals.set(word, (totals.get(word) ?? 0) + count);
      next();
    });
    next();
  });
}

function serve() {
  parentPort.on("message", (file) => {
    const counts = new Map();
    for (const line of readFileSync(file, "utf8").split("\n")) {
      for (const word of line.split(" ")) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    parentPort.postMessage(counts);
  });
}
