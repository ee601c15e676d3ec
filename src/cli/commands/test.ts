/**
 * `mr test FILE...`: runs tests of jobs. They are bundled like jobs, so that `mr-engine` and `mr-engine/testing` are this
 * program's own copy, and run by Node's test runner.
 */

import type { Command } from "commander";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { EXIT } from "../../engine/error.js";
import type { CliContext } from "../context.js";
import { makeTemporaryRoot, removeNow } from "../temporary-root.js";

export function declareTest(program: Command, context: CliContext): void {
  program
    .command("test")
    .description("run tests of jobs, written with node:test and mr-engine/testing")
    .argument("<files...>", "test files, such as the one that `mr init` writes")
    .action(async (files: readonly string[]) => {
      context.exitCode = await runTests(files, context.io.cwd);
    });
}

async function runTests(files: readonly string[], cwd: string): Promise<number> {
  const { bundleJob } = await import("../../jobs/bundle.js");
  const folder = makeTemporaryRoot();
  try {
    const bundled: string[] = [];
    for (const [index, file] of files.entries()) {
      const { bytes } = await bundleJob(resolve(cwd, file));
      // The number keeps files of the same name apart.
      const path = join(folder, `${index}-${basename(file).replace(/\.[^.]*$/, "")}.mjs`);
      writeFileSync(path, bytes);
      bundled.push(path);
    }
    // Named, because what Node chooses by itself differs from version to version.
    const reporter = "--test-reporter=spec";
    return await runNode(["--enable-source-maps", "--test", reporter, ...bundled], cwd);
  } finally {
    removeNow(folder);
  }
}

async function runNode(args: readonly string[], cwd: string): Promise<number> {
  const child = spawn(process.execPath, args, { cwd, stdio: "inherit" });
  return new Promise((resolvePromise, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolvePromise(code === 0 ? EXIT.done : EXIT.jobFailed));
  });
}
