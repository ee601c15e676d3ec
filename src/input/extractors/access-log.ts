/**
 * Keys from parts of access log lines, joined by TAB, with the bytes sent as values.
 *
 * Owns: nothing but the loop. Talks to: access-log for what a line is.
 */

import { MrError } from "../../engine/error.js";
import { parseLogLine } from "../access-log.js";
import { lineEndAt } from "../bytes.js";
import type { AccessLogFormat } from "../input-format.js";
import type { Extractor } from "./extractor.js";

export function createAccessLogExtractor({ by }: AccessLogFormat): Extractor {
  if (by === null) throw new MrError("MR_JOB_INVALID", "accessLog() has no parts to go by");
  let leftOut = 0;
  let key = Buffer.alloc(256);
  return {
    extract({ bytes, start: first, end }, sink) {
      let lines = 0;
      for (let start = first; start < end; ) {
        const lineEnd = lineEndAt(bytes, start, end);
        const entry = parseLogLine(bytes.toString("latin1", start, lineEnd));
        lines += 1;
        start = lineEnd + 1;
        if (entry === null) {
          leftOut += 1;
          continue;
        }
        const text = by.map((part) => entry[part]).join("\t");
        if (text.length > key.length) key = Buffer.alloc(text.length * 2);
        sink.addKey(key, 0, key.write(text, "latin1"), entry.bytes);
      }
      return lines;
    },
    takeLeftOut() {
      const taken = leftOut;
      leftOut = 0;
      return taken;
    },
  };
}
