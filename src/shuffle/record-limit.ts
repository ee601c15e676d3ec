/** The error for pairs that no shuffle can carry. */

import { MrError } from "../engine/error.js";
import { RECORD_LIMIT_BYTES } from "./segment-file.js";

export function recordTooLong(sizeBytes: number): MrError {
  return new MrError("MR_RECORD_TOO_LONG", `a pair of ${sizeBytes} bytes was emitted`, {
    hint: `Key and value together may have ${RECORD_LIMIT_BYTES} bytes.`,
  });
}
