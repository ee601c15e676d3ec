/** Code that was compiled when the package was built: when it is used, and that nothing depends on it. */

import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/config/layout.js";
import { makeFolder, removeFolder } from "./support/cli.js";

let folder = "";
let starter = "";
let code = "";

beforeAll(() => {
  folder = makeFolder();
  const dist = join(packageRoot(), "dist");
  cpSync(join(dist, "programs"), join(folder, "programs"), { recursive: true });
  cpSync(join(dist, "worker.cjs"), (starter = join(folder, "worker.cjs")));
  code = join(folder, "programs", "worker.code");
});
afterAll(() => removeFolder(folder));

/** Starts a worker; the answer is what V8 said of the compiled code: null when it was not asked. */
function rejected(flags: readonly string[], nodeOptions = ""): unknown {
  const watch = [
    'const vm = require("node:vm"), Script = vm.Script;',
    "let answer = null;",
    // As if it had been forked.
    "process.send = () => true; process.connected = true;",
    "vm.Script = function (text, options) {",
    "  const script = new Script(text, options);",
    "  if (options?.cachedData !== undefined) answer = script.cachedDataRejected;",
    "  return script;",
    "};",
    `require(${JSON.stringify(starter)});`,
    "process.stdout.write(JSON.stringify({ answer, started: process.listenerCount('message') > 0 }));",
    "process.exit();",
  ];
  const script = join(folder, "watch.cjs");
  writeFileSync(script, watch.join("\n"));
  const env = { ...process.env, NODE_OPTIONS: nodeOptions };
  const said = execFileSync(process.execPath, [...flags, script], { env, encoding: "utf8" });
  const { answer, started }: { answer: unknown; started: boolean } = JSON.parse(said);
  expect(started).toBe(true);
  return answer;
}

/** `dist/` was built by the usual one; scripts/test-node24.mjs runs this. */
const BY_ANOTHER_NODE = process.execPath.includes(".node24");

test.skipIf(BY_ANOTHER_NODE)("a program is not compiled again, whatever the heap limit", () => {
  expect(rejected([])).toBe(false);
  expect(rejected(["--max-old-space-size=300"])).toBe(false);
  expect(rejected([], "--max-old-space-size=300")).toBe(false);
});

test("with other flags it is compiled as usual", () => {
  expect(rejected(["--max-old-space-size=300", "--no-opt"])).toBe(true);
  expect(rejected(["--max-old-space-size=300"], "--stack-trace-limit=20")).toBe(true);
});

test("code of another text, damaged code, or none, is not used", () => {
  const sound = readFileSync(code);
  for (const at of [30, 90, 200_000]) {
    const bytes = Buffer.from(sound);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(code, bytes);
    expect(rejected([])).toBe(null);
  }
  rmSync(code);
  expect(rejected([])).toBe(null);
});

test("it tells nothing of where it was made (K2)", () => {
  for (const program of ["mr", "worker", "runner"]) {
    const compiled = readFileSync(join(packageRoot(), "dist", "programs", `${program}.code`));
    const places = ["mr-engine:", packageRoot(), ".dist-"];
    expect(places.map((place) => compiled.includes(place))).toEqual([true, false, false]);
  }
});
