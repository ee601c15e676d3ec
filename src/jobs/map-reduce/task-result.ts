/**
 * Results that travel in a task's report instead of a file.
 *
 * Z1. A result is at most RESULT_LIMIT_BYTES: it goes through the master's journal.
 */

import { MrError } from "../../engine/error.js";
import { RESULT_LIMIT_BYTES, type TaskOutput } from "../../engine/graph.js";

/** `what`: the result in words, for MR_RESULT_TOO_LARGE. */
export function resultOf(value: unknown, what: string): TaskOutput {
  const text = JSON.stringify(value);
  const bytes = Buffer.from(text ?? "null");
  if (bytes.length > RESULT_LIMIT_BYTES) {
    throw new MrError(
      "MR_RESULT_TOO_LARGE",
      `${what} is ${bytes.length} bytes as JSON, at most ${RESULT_LIMIT_BYTES} can travel`,
      { hint: "Keep states small: data belongs into the pairs." },
    );
  }
  return { kind: "result", bytes: bytes.toString("base64") };
}
