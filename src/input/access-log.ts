/**
 * Lines of access logs in the common and combined formats:
 * `host identity user [time] "request" status bytes "referrer" "agent"`.
 *
 * Owns: what such a line is, and its parts. Talks to: nobody.
 *
 * S1. A line is looked at as Latin-1, so that parts are bytes of the line, whatever they are.
 */

export const LOG_PARTS = ["status", "path", "hour", "host", "agent"] as const;

/** The hour is the beginning of the time as the log has it: `10/Oct/2000:13`. */
export type LogPart = (typeof LOG_PARTS)[number];

/** A size of `-` is 0. What a line does not have is `-`. */
export type LogEntry = { readonly [part in LogPart]: string } & { readonly bytes: number };

const LINE =
  /^(\S+) \S+ \S+ \[([^\]:]*:\d\d)[^\]]*\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)(?: "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)")?/;

/** Null when it is not a line of an access log. */
export function parseLogLine(line: string): LogEntry | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, host = "", hour = "", request = "", status = "", bytes = "", agent = "-"] = match;
  const path = request.split(" ")[1] ?? "-";
  return { host, hour, status, path, agent, bytes: bytes === "-" ? 0 : Number(bytes) };
}
