/**
 * What `mr init <name>` writes: a job that runs as it is, and its test.
 */

import { MrError } from "../engine/error.js";

/** File name -> contents. */
export interface JobTemplate {
  readonly [file: string]: string;
}

export function jobTemplate(name: string): JobTemplate {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) {
    throw new MrError("MR_USAGE", `${JSON.stringify(name)} cannot be a job's name`, {
      hint: "Use letters, digits, - and _.",
    });
  }
  return { [`${name}.ts`]: job(name), [`${name}.test.ts`]: test(name) };
}

function job(name: string): string {
  return `// mr run ./${name}.ts INPUT... --min-length 4
import { lines, mapReduce, param, sum } from "mr-engine";

export default mapReduce({
  description: "Counts the words of a text",
  params: {
    minLength: param.integer({ default: 1, minimum: 1, description: "leave out shorter words" }),
  },
  input: lines(),
  map(line, emit, { params }) {
    for (const word of line.toLowerCase().match(/\\p{L}+/gu) ?? []) {
      if (word.length >= params.minLength) emit(word, 1);
    }
  },
  reduce: sum(),
});
`;
}

function test(name: string): string {
  return `import assert from "node:assert/strict";
import test from "node:test";
import { runLocal } from "mr-engine/testing";
import job from "./${name}.ts";

test("counts words, upper and lower case alike", async () => {
  const { output } = await runLocal(job, ["The cat and the hat."]);
  assert.deepEqual(output, [
    ["and", 1],
    ["cat", 1],
    ["hat", 1],
    ["the", 2],
  ]);
});

test("leaves out short words", async () => {
  const { output } = await runLocal(job, ["a cat"], { params: { minLength: 2 } });
  assert.deepEqual(output, [["cat", 1]]);
});
`;
}
