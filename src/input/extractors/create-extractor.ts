/**
 * Which extractor a format with declared pairs has.
 */

import { MrError } from "../../engine/error.js";
import type { InputFormat } from "../input-format.js";
import type { FileRange } from "../split.js";
import { createAccessLogExtractor } from "./access-log.js";
import { BlockExtractor } from "./block-extractor.js";
import { blockProgram } from "./block-programs.js";
import { createCsvExtractor } from "./csv.js";
import type { Extractor } from "./extractor.js";
import { createFieldsExtractor } from "./fields.js";
import { createFixedExtractor } from "./fixed.js";
import { createJsonlExtractor } from "./jsonl.js";
import { createLinesExtractor } from "./lines.js";
import { createSortableLinesExtractor } from "./sortable-lines.js";
import { createWordsExtractor } from "./words.js";

/** Serves one range, whose label stands in messages; CSV reads the header of the range's file. */
export function createExtractor(format: InputFormat, range: FileRange): Extractor {
  const one = createRecordExtractor(format, range);
  // They hand blocks over themselves: the header says which columns, and lines are encoded before.
  if (format.kind === "csv" || (format.kind === "lines" && format.order !== undefined)) return one;
  const program = blockProgram(format, range.label);
  return program === null ? one : new BlockExtractor(program, one);
}

function createRecordExtractor(format: InputFormat, range: FileRange): Extractor {
  switch (format.kind) {
    case "words":
      return createWordsExtractor(format, range.label);
    case "lines":
      return format.order === undefined
        ? createLinesExtractor(format)
        : createSortableLinesExtractor(format.order);
    case "fields":
      return createFieldsExtractor(format, range);
    case "csv":
      return createCsvExtractor(format, range);
    case "access-log":
      return createAccessLogExtractor(format);
    case "jsonl":
      return createJsonlExtractor(format, range);
    case "fixed":
      return createFixedExtractor(format);
    case "files":
      throw new MrError("MR_JOB_INVALID", `an input of ${format.kind} has no declared pairs`, {
        hint: "give the job a map function",
      });
  }
}
