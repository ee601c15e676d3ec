/**
 * Access log lines as entries; parts are decoded as UTF-8.
 *
 * Owns: nothing but the loop. Talks to: access-log for what a line is.
 */

import { LOG_PARTS, type LogEntry, parseLogLine } from "../access-log.js";
import { eachLine } from "../bytes.js";
import type { RecordDecoder } from "./decoder.js";

export function createAccessLogDecoder(): RecordDecoder {
  let offset = 0;
  let leftOut = 0;
  return {
    decode(block, visit) {
      eachLine(block, (bytes, start, end) => {
        const entry = parseLogLine(bytes.toString("latin1", start, end));
        offset = block.offset + (start - block.start);
        if (entry === null) leftOut += 1;
        else visit(decoded(entry));
      });
    },
    offset: () => offset,
    takeLeftOut() {
      const taken = leftOut;
      leftOut = 0;
      return taken;
    },
  };
}

function decoded(entry: LogEntry): LogEntry {
  const texts = LOG_PARTS.map((part) => [part, utf8(entry[part])]);
  return { ...entry, ...Object.fromEntries(texts) };
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}
