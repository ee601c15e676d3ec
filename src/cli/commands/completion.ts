/** `mr completion SHELL`: a script that teaches the shell this program's commands and options. */

import { Argument, type Command } from "commander";
import type { CliContext } from "../context.js";
import { write } from "../io.js";

export function declareCompletion(program: Command, context: CliContext): void {
  program
    .command("completion")
    .description("print a completion script: source <(mr completion bash)")
    .addArgument(new Argument("<shell>", "which shell").choices(["bash", "zsh", "fish"]))
    .action(async (shell: "bash" | "zsh" | "fish") => {
      const { completionScript } = await import("../completion-script.js");
      await write(context.io.stdout, completionScript(program, shell));
    });
}
