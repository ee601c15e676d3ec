/** One line of an access log: `host identity user [time] "request" status bytes "referrer" "agent"`. */

import { MrError } from "../../index.js";

const PARTS = ["status", "path", "hour", "host", "agent"] as const;

export type LogPart = (typeof PARTS)[number];

export type LogEntry = { readonly [part in LogPart]: string } & { readonly bytes: number };

const LINE =
  /^(\S+) \S+ \S+ \[([^\]:]*:\d\d)[^\]]*\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)(?: "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)")?/;

/** Null when it is not a line of an access log. What a line does not have is `-`. */
export function parseLogLine(line: string): LogEntry | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, host = "", hour = "", request = "", status = "", bytes = "", agent = "-"] = match;
  const path = request.split(" ")[1] ?? "-";
  return { host, hour, status, path, agent, bytes: bytes === "-" ? 0 : Number(bytes) };
}

/** `status,hour` */
export function parseParts(text: string): readonly LogPart[] {
  return text.split(",").map((word) => {
    const part = PARTS.find((known) => known === word.trim());
    if (part !== undefined) return part;
    throw new MrError("MR_PARAMETER", `--by ${JSON.stringify(text)}: there is no "${word}"`, {
      hint: `Known: ${PARTS.join(", ")}; several are separated by commas.`,
    });
  });
}
