/**
 * One error, as a person reads it: what and where, then what to do about it; the stack only on request.
 */

import { MrError } from "../engine/error.js";
import type { Colors } from "./io.js";

export function errorLines(error: MrError, colors: Colors, verbose: boolean): string[] {
  const lines = [`${colors.red("mr:")} ${error.message}`];
  if (error.hint !== undefined) lines.push(`${colors.cyan("hint:")} ${error.hint}`);
  if (verbose) {
    lines.push(colors.dim(`code: ${error.code}`));
    if (error.stack !== undefined) lines.push(colors.dim(error.stack));
    for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
      lines.push(colors.dim(`caused by ${cause.stack ?? cause.message}`));
    }
  } else if (error.code === "MR_INTERNAL" && error.hint === undefined) {
    lines.push(`${colors.cyan("hint:")} This looks like a bug in mr; --verbose shows where.`);
  }
  return lines;
}
