/**
 * From blocks of bytes to the records that a map function gets.
 *
 * Owns: which decoder a format has. Talks to: the decoders.
 *
 * | format | record |
 * | --- | --- |
 * | lines as text | string; CR before LF and a byte order mark are left out; invalid UTF-8 becomes U+FFFD |
 * | lines as bytes | Uint8Array of its own (may be kept); only the LF is left out |
 * | lines as views | the same onto the block's bytes, valid until the next record |
 * | sortable lines | the encoded line, a Uint8Array of its own |
 * | words | string, Uint8Array of its own, or a view; with its path: `word TAB path` |
 * | fields | string[] |
 * | csv | string[], or an object by the header's names |
 * | jsonl | whatever JSON.parse makes; lines of white space only are left out |
 * | access-log | { status, path, hour, host, agent: string, bytes: number }; other lines are left out |
 * | files | { path: label, bytes: Uint8Array } |
 * | fixed | Uint8Array of its own, or a view |
 *
 * C1. A decoder serves one range, block after block, in order.
 * C2. A record that cannot be decoded is MR_INPUT_CORRUPT with file and offset: given to `onBadRecord`, after which
 *     decoding goes on behind that record, or thrown when there is none.
 */

import type { InputFormat } from "./input-format.js";
import type { RecordDecoder } from "./decoders/decoder.js";
import { createAccessLogDecoder } from "./decoders/access-log-decoder.js";
import { createCsvDecoder } from "./decoders/csv-decoder.js";
import { createFieldsDecoder } from "./decoders/fields-decoder.js";
import { createFilesDecoder, createFixedDecoder } from "./decoders/binary-decoders.js";
import { createJsonDecoder } from "./decoders/json-decoder.js";
import {
  createByteLinesDecoder,
  createSortableLinesDecoder,
  createTextLinesDecoder,
} from "./decoders/lines-decoder.js";
import { createWordsDecoder } from "./decoders/words-decoder.js";
import type { FileRange } from "./split.js";

export type { RecordDecoder } from "./decoders/decoder.js";

export function createRecordDecoder(format: InputFormat, range: FileRange): RecordDecoder {
  switch (format.kind) {
    case "lines":
      if (format.order !== undefined) return createSortableLinesDecoder(format.order);
      return format.as === "text" ? createTextLinesDecoder(format) : createByteLinesDecoder(format);
    case "words":
      return createWordsDecoder(format, range.label);
    case "fields":
      return createFieldsDecoder(format);
    case "csv":
      return createCsvDecoder(format, range);
    case "access-log":
      return createAccessLogDecoder();
    case "jsonl":
      return createJsonDecoder(range);
    case "files":
      return createFilesDecoder(range);
    case "fixed":
      return createFixedDecoder(format.lengthBytes, format.as ?? "bytes");
  }
}
