/** Patterns of the grep job as regular expressions. */

import { MrError } from "../../index.js";

/** In Unicode mode where the pattern allows it, so that `.` is a whole character; else as JavaScript always did. */
export function compilePattern(
  pattern: string,
  options: { readonly fixed: boolean; readonly ignoreCase: boolean },
): RegExp {
  const source = options.fixed ? pattern.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") : pattern;
  const flags = options.ignoreCase ? "i" : "";
  try {
    return new RegExp(source, `${flags}u`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new MrError(
      "MR_PARAMETER",
      `--pattern ${JSON.stringify(pattern)} is not a regular expression: ${error instanceof Error ? error.message : String(error)}`,
      { hint: "With --fixed the pattern is a plain text." },
    );
  }
}
