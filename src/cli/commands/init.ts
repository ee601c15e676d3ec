/** `mr init NAME`: writes a job file with its test; both run as they are. */

import type { Command } from "commander";
import { writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { MrError } from "../../engine/error.js";
import type { CliContext } from "../context.js";
import { print } from "../io.js";

export function declareInit(program: Command, context: CliContext): void {
  program
    .command("init")
    .description("write a job of your own with its test, ready to run")
    .argument("<name>", "name of the job: NAME.ts and NAME.test.ts are written here")
    .action((name: string) => init(context, name));
}

async function init(context: CliContext, name: string): Promise<void> {
  const { io } = context;
  const { jobTemplate } = await import("../../jobs/template.js");
  const files = Object.entries(jobTemplate(name.replace(/\.ts$/, "")));
  const existing = files.find(([file]) => existsSync(join(io.cwd, file)));
  if (existing !== undefined) throw exists(existing[0]);
  for (const [file, text] of files) {
    try {
      await writeFile(join(io.cwd, file), text, { flag: "wx" });
    } catch (error) {
      throw writeError(file, error);
    }
  }
  const [[job] = [name], [test] = [name]] = files;
  await print(io.stderr, [
    `wrote ${files.map(([file]) => file).join(" and ")}`,
    `run it:   mr run ./${job} INPUT...`,
    `test it:  mr test ./${test}`,
  ]);
}

function exists(file: string): MrError {
  return new MrError("MR_USAGE", `${file} exists already`, { hint: "Choose another name." });
}

function writeError(file: string, error: unknown): MrError {
  if (error instanceof Error && "code" in error && error.code === "EEXIST") return exists(file);
  const reason = error instanceof Error ? error.message : String(error);
  return new MrError("MR_CONFIG", `cannot write ${file}: ${reason}`, { cause: error });
}
