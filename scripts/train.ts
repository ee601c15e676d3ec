/**
 * Stands for a program's starter while `dist/` is built: runs the program, and keeps writing what V8 has compiled so far.
 *
 * N1. What an earlier run has left is the beginning: several jobs add up.
 * N2. It writes again and again, because a runner is killed when it is no longer needed.
 * N3. V8's flags stay as they are when a program is loaded: the code is good for no others.
 */

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import v8 from "node:v8";
import { Script } from "node:vm";
import { checksumOf, CODE_AT, nameInStacks, STAMP_BYTES, wrapped } from "../bin/compiled-format.js";

const INTERVAL_MS = 40;

export function loadProgram(filename: string): void {
  const target = filename.replace(/cjs$/, "code");
  const text = readFileSync(filename);
  const script = new Script(wrapped(text), {
    filename: nameInStacks(filename),
    ...(existsSync(target) ? { cachedData: readFileSync(target).subarray(CODE_AT) } : {}),
  });
  v8.setFlagsFromString = () => undefined;
  const stamp = text.subarray(-STAMP_BYTES);
  const write = (): void => {
    const draft = `${target}.${process.pid}`;
    const code = script.createCachedData();
    writeFileSync(draft, Buffer.concat([stamp, checksumOf(code), code]));
    renameSync(draft, target);
  };
  setInterval(write, INTERVAL_MS).unref();
  process.on("exit", write);
  const program = script.runInThisContext() as (...context: unknown[]) => void;
  const load = (specifier: string) => import(specifier);
  program(createRequire(filename), filename, dirname(filename), load);
}
