/** Compiles a program in C++ where a compiler is installed; once for each version of its source. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { cacheFolder } from "../data/cache.js";
import { hasProgram } from "./tools.js";

/** The program's path, or null without a C++ compiler. */
export function compileNative(source: string): string | null {
  if (!hasProgram("g++")) return null;
  const name = basename(source, ".cpp");
  const version = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 12);
  const program = join(cacheFolder(), `native-${name}-${version}`);
  if (existsSync(program)) return program;
  mkdirSync(cacheFolder(), { recursive: true });
  const words = ["-O3", "-march=native", "-pthread", "-o", program, source];
  const { status, stderr } = spawnSync("g++", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${source} does not compile:\n${stderr}`);
  return program;
}
