import { expect, test } from "vitest";
import { isTelling } from "./runner-death.js";

const DUMP = `
<--- Last few GCs --->

[4711:0x6d3b5c0]     1211 ms: Mark-sweep 1030.1 (1037.6) -> 1030.0 (1037.6) MB, 21.4 / 0.0 ms
<--- JS stacktrace --->
FATAL ERROR: invalid array length Allocation failed - JavaScript heap out of memory
----- Native stack trace -----
 1: 0xb78db3 node::OOMErrorHandler(char const*, v8::OOMDetails const&) [/usr/bin/node]
18: 0x195e476  [/usr/bin/node]
----- JavaScript stack trace -----
1: map (file:///tmp/a.mjs:350:13)
2: file:///usr/lib/node_modules/mr-engine/dist/chunks/a.js:7974:24
a word of the job's own
1: one of its lines`;

test("what Node prints of its insides is no last word of a job", () => {
  expect(DUMP.split("\n").filter(isTelling)).toEqual([
    expect.stringContaining("JavaScript heap out of memory"),
    "a word of the job's own",
    "1: one of its lines",
  ]);
});
