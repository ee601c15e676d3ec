/** The job that is disturbed: counts words, takes its time, and counts what it has seen. */

import { sampleText } from "../e2e/support/sample-data.js";
import type { Sandbox } from "../e2e/support/sandbox.js";

const SOURCE = `
import { lines, mapReduce, param, sum } from "mr-engine";

const cell = new Int32Array(new SharedArrayBuffer(4));

export default mapReduce({
  params: { mapMs: param.integer({ default: 0 }), reduceMs: param.integer({ default: 0 }) },
  input: lines(),
  setup({ params, phase }) {
    Atomics.wait(cell, 0, 0, phase === "map" ? params.mapMs : params.reduceMs);
  },
  map(line, emit, { counter }) {
    for (const word of line.split(" ")) if (word !== "") emit(word, 1);
    counter("lines").add(1);
  },
  reduce(word, counts, emit, { counter }) {
    let total = 0;
    for (const count of counts) total += count;
    emit(word, total);
    counter("words").add(1);
  },
});
`;

export interface ChaosJobOptions {
  readonly lines: number;
  readonly splitSize: string;
  readonly reducers: number;
}

/** Writes job and input into the sandbox and gives the arguments of \`mr run\` for them. */
export function writeChaosJob(sandbox: Sandbox, options: ChaosJobOptions): string[] {
  sandbox.write("chaos.ts", SOURCE);
  sandbox.write("in/words.txt", sampleText(17, options.lines));
  return [
    ...["./chaos.ts", "in", "--split-size", options.splitSize, "-r", String(options.reducers)],
  ];
}
