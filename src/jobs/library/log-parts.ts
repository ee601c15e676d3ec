/** The parts of a log line that `--by` may name: `status,hour`. */

import { type LogPart, MrError } from "../../index.js";

const PARTS: readonly LogPart[] = ["status", "path", "hour", "host", "agent"];

export function parseParts(text: string): readonly LogPart[] {
  return text.split(",").map((word) => {
    const part = PARTS.find((known) => known === word.trim());
    if (part !== undefined) return part;
    throw new MrError("MR_PARAMETER", `--by ${JSON.stringify(text)}: there is no "${word}"`, {
      hint: `Known: ${PARTS.join(", ")}; several are separated by commas.`,
    });
  });
}
