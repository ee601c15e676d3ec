/** `mr verify DIR`: reads an output back and compares every byte with its manifest. */

import type { Command } from "commander";
import { resolve as resolvePath } from "node:path";
import { formatSize } from "../../config/sizes.js";
import { EXIT } from "../../engine/error.js";
import { jsonOption, type JsonFlag } from "../command-options.js";
import { errorColors, type CliContext } from "../context.js";
import { print, printJson } from "../io.js";
import { counted } from "../render/words.js";

interface VerifyFlags extends JsonFlag {
  readonly quiet?: boolean;
}

export function declareVerify(program: Command, context: CliContext): void {
  const command = program
    .command("verify")
    .description("recompute an output's records, bytes and checksums; exits 1 on a changed byte")
    .argument("<dir>", "folder that a job wrote")
    .option("-q, --quiet", "print nothing but problems");
  jsonOption(command).action(async (directory: string, flags: VerifyFlags) => {
    context.exitCode = await verify(context, directory, flags);
  });
}

async function verify(context: CliContext, directory: string, flags: VerifyFlags): Promise<number> {
  const { io } = context;
  const { verifyOutput } = await import("../../output/verify.js");
  const report = await verifyOutput(resolvePath(io.cwd, directory));
  const colors = errorColors(context);
  if (flags.json === true) {
    await printJson(io.stdout, { format: "mr-verify/1", directory, ...report });
  }
  await print(
    io.stderr,
    report.problems.map((problem) => `${colors.red("mr:")} ${problem}`),
  );
  if (report.ok && flags.quiet !== true && flags.json !== true) {
    const facts = [
      counted(report.parts, "part"),
      counted(report.records, "record"),
      formatSize(report.bytes),
    ];
    await print(io.stdout, [`${directory} is as it was published: ${facts.join(", ")}`]);
  }
  return report.ok ? EXIT.done : EXIT.jobFailed;
}
