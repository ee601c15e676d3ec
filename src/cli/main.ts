/**
 * The way into the command line: arguments in, exit code out.
 *
 * Owns: turning usage errors and MrErrors into messages and exit codes. Talks to: program.ts, the commands through it.
 *
 * M1. Usage errors exit 2; every MrError exits as the table of codes says; nothing else is thrown at the user.
 * M2. Nothing is imported here that a command may not need: start-up time counts.
 */

import { CommanderError } from "commander";
import { EXIT, MrError } from "../engine/error.js";
import { errorColors, type CliContext } from "./context.js";
import { print, type Io } from "./io.js";
import { buildProgram } from "./program.js";
import { errorLines } from "./report-error.js";

/** `argv` as Node gives it: program and script come first. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const { own, literals } = cutLiterals(argv.slice(2));
  const context: CliContext = {
    io,
    literals,
    verbose: own.includes("--verbose"),
    color: !own.includes("--no-color"),
    exitCode: EXIT.done,
  };
  // A reader that went away is noticed where it matters; without a listener Node would end the process,
  // also when what is still in a pipe's buffer fails after we have returned.
  io.stdout.on("error", ignoreClosedPipe);
  io.stderr.on("error", ignoreClosedPipe);
  try {
    await buildProgram(context).parseAsync(own, { from: "user" });
    return context.exitCode;
  } catch (error) {
    return await report(error, context);
  } finally {
    // Somebody may still be reading what nobody wants any more; an open pipe would keep the process alive.
    io.stdin.destroy();
  }
}

/** Jobs have options of their own, so the program cannot know which words after `--` begin with a dash by intent. */
function cutLiterals(words: readonly string[]): { own: string[]; literals: string[] } {
  const cut = words.indexOf("--");
  const command = words.find((word) => !word.startsWith("-"));
  if (cut === -1 || (command !== "run" && command !== "plan"))
    return { own: [...words], literals: [] };
  return { own: words.slice(0, cut), literals: words.slice(cut + 1) };
}

function ignoreClosedPipe(error: Error): void {
  if ("code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED")) return;
  throw error;
}

async function report(error: unknown, context: CliContext): Promise<number> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    if (error.code === "commander.help") return EXIT.usage;
    await print(
      context.io.stderr,
      errorLines(usageError(error), errorColors(context), context.verbose),
    );
    return EXIT.usage;
  }
  const known = MrError.from(error);
  await print(context.io.stderr, errorLines(known, errorColors(context), context.verbose));
  return known.exitCode;
}

/** Commander's `error: unknown command 'rn'\n(Did you mean run?)` in the form of all our errors. */
function usageError(error: CommanderError): MrError {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = rest.join(" ").replace(/^\(|\)$/g, "");
  return new MrError("MR_USAGE", first, {
    hint:
      suggestion === ""
        ? "`mr help` lists the commands, `mr help COMMAND` its options."
        : suggestion,
  });
}
