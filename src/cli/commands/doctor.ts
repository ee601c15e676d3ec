/** `mr doctor`: looks at what the program needs and says what is wrong with it. */

import type { Command } from "commander";
import { jsonOption, masterOptions, type JsonFlag, type MasterFlags } from "../command-options.js";
import { outColors, type CliContext } from "../context.js";
import { EXIT } from "../../engine/error.js";
import { print, printJson } from "../io.js";

export function declareDoctor(program: Command, context: CliContext): void {
  const command = program
    .command("doctor")
    .description(
      "check Node, the installation, disk, ports and the master; exits 5 when one fails",
    );
  jsonOption(masterOptions(command)).action(async (flags: MasterFlags & JsonFlag) => {
    const { runChecks } = await import("../checks.js");
    const findings = await runChecks(context, flags);
    const healthy = findings.every((finding) => finding.ok);
    if (flags.json === true) {
      await printJson(context.io.stdout, { format: "mr-doctor/1", healthy, checks: findings });
    } else {
      const colors = outColors(context);
      const lines = findings.flatMap(({ ok, name, detail, hint }) => {
        const mark = ok ? colors.green("ok  ") : colors.red("FAIL");
        const line = `${mark}  ${name.padEnd(14)}${detail}`;
        return ok || hint === null ? [line] : [line, `${colors.cyan("hint:")} ${hint}`];
      });
      await print(context.io.stdout, lines);
    }
    context.exitCode = healthy ? EXIT.done : EXIT.partial;
  });
}
