/**
 * Compiles the AssemblyScript kernels and writes them, base64, into `src/kernels/compiled/module.ts`, which is committed:
 * tests run from sources, and a process that loads one file less starts sooner. `--check` only compares.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}src/kernels/compiled/module.ts`;

const { error, stdout, stderr, binary } = await compile();
if (error !== null || binary === null) {
  console.error(`${stdout}${stderr}`);
  throw new Error("the kernels do not compile");
}

const lines =
  Buffer.from(binary)
    .toString("base64")
    .match(/.{1,240}/g) ?? [];
const text = [
  "/** The compiled kernels of `src/kernels/assembly`, base64. Made by `npm run build:kernels`; do not edit. */",
  "",
  "export const KERNEL_MODULE =",
  `${lines.map((line) => `  "${line}"`).join(" +\n")};`,
  "",
].join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    throw new Error(`${target} is not what the sources give: run npm run build:kernels`);
  }
} else {
  mkdirSync(`${root}src/kernels/compiled`, { recursive: true });
  writeFileSync(target, text);
  console.log(`kernels: ${binary.length} bytes`);
}

/** Memory is imported: its size is the caller's budget. No runtime, no garbage collector, no abort messages. */
async function compile() {
  let binaryOut = null;
  const result = await asc.main(
    [
      "index.ts",
      "--baseDir",
      `${root}src/kernels/assembly`,
      "--outFile",
      "kernels.wasm",
      "-O3",
      "--converge",
      "--noAssert",
      "--runtime",
      "stub",
      // Constants end where the callers' memory begins: index.ts.
      "--lowMemoryLimit",
      "4096",
      "--importMemory",
      "--initialMemory",
      "1",
      "--enable",
      "simd",
      "--enable",
      "bulk-memory",
      "--use",
      "abort=",
    ],
    {
      writeFile: (name, contents) => {
        if (name.endsWith(".wasm")) binaryOut = contents;
      },
    },
  );
  return {
    error: result.error,
    stdout: result.stdout.toString(),
    stderr: result.stderr.toString(),
    binary: binaryOut,
  };
}
