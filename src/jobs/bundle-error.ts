/**
 * What is wrong with a job file that cannot be bundled: place, line of code, and what to do.
 */

import { resolve, dirname } from "node:path";
import type { Message } from "esbuild";
import { MrError } from "../engine/error.js";

export function bundleError(error: unknown, file: string): MrError {
  const messages = messagesOf(error);
  const [first] = messages;
  if (first === undefined) return MrError.from(error, "MR_JOB_SYNTAX");
  const others = messages.length > 1 ? ` (and ${messages.length - 1} more)` : "";
  return new MrError(
    "MR_JOB_SYNTAX",
    `${place(first, file)}: ${first.text}${others}${excerpt(first)}`,
    {
      cause: error,
      hint: hintFor(first),
    },
  );
}

function messagesOf(error: unknown): readonly Message[] {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors)
    ? (error.errors as readonly Message[])
    : [];
}

function place({ location }: Message, file: string): string {
  if (location === null) return file;
  const path = resolve(dirname(file), location.file);
  return `${path}:${location.line}:${location.column + 1}`;
}

/** The line of code with a mark below the place. */
function excerpt({ location }: Message): string {
  if (location === null) return "";
  const { line, lineText, column } = location;
  const before = Buffer.from(lineText).subarray(0, column).toString().replace(/[^\t]/g, " ");
  const margin = String(line).length + 2;
  return `\n${line} | ${lineText}\n${" ".repeat(margin - 1)}| ${before}^`;
}

const UNRESOLVED = /^Could not resolve "([^"]*)"/;

function hintFor(message: Message): string {
  const name = UNRESOLVED.exec(message.text)?.[1];
  if (name === undefined) return "Correct this line of the job file, or the one before it.";
  if (/^(\.|\/|file:)/.test(name)) return `There is no such file: check the path "${name}".`;
  const parts = name.split("/");
  const packageName = name.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
  return `Run \`npm install ${packageName}\` in the folder of the job file.`;
}
