/** Compiles a native peer where a compiler is installed. */

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/config/layout.js";
import { cacheFolder } from "../data/cache.js";

/** The program's path, or null without a C++ compiler. */
export function compileNative(name: string): string | null {
  mkdirSync(cacheFolder(), { recursive: true });
  const program = join(cacheFolder(), `native-${name}`);
  const source = join(packageRoot(), "bench", "peers", `${name}.cpp`);
  const { status } = spawnSync("g++", ["-O3", "-march=native", "-pthread", "-o", program, source]);
  return status === 0 ? program : null;
}
