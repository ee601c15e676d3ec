/**
 * From a range of a file to blocks of whole records.
 *
 * Owns: which reader a format has. Talks to: the readers.
 *
 * O1. Nothing is opened before the first `next`; all errors of files come from there.
 */

import { MrError } from "../engine/error.js";
import { SEARCH_ROOM_BYTES } from "../kernels/literal-kernel.js";
import type { InputFormat } from "./input-format.js";
import type { BlockSource } from "./block.js";
import { createBoundary } from "./boundary.js";
import { DelimitedBlocks } from "./delimited-blocks.js";
import { FileBlocks } from "./file-blocks.js";
import { FixedBlocks } from "./fixed-blocks.js";
import type { FileRange } from "./split.js";

const BLOCK_BYTES = 1024 * 1024;

export interface OpenBlocksOptions {
  /** Longer records are MR_RECORD_TOO_LONG; delimiters do not count. */
  readonly recordLimitBytes: number;
  /** Default: `blockBytesOf` the format. */
  readonly blockBytes?: number;
}

/** A search goes through its block in no time: with smaller ones what is done once a block takes longer. */
export function blockBytesOf(format: InputFormat): number {
  return isSearched(format) ? SEARCH_ROOM_BYTES : BLOCK_BYTES;
}

function isSearched(format: InputFormat): boolean {
  return format.kind === "lines" && format.literals !== null;
}

export function openBlocks(
  range: FileRange,
  format: InputFormat,
  options: OpenBlocksOptions,
): BlockSource {
  const { recordLimitBytes, blockBytes = blockBytesOf(format) } = options;
  switch (format.kind) {
    case "files":
      return new FileBlocks(range, recordLimitBytes);
    case "fixed": {
      const { lengthBytes } = format;
      return new FixedBlocks({ range, lengthBytes, recordLimitBytes, blockBytes });
    }
    default: {
      if (format.kind === "csv" && range.start > 0 && range.quoted === undefined) {
        throw new MrError("MR_INTERNAL", `${range.label}: a cut of a CSV file without its quotes`);
      }
      const boundary = createBoundary(format, range);
      const searched = isSearched(format);
      return new DelimitedBlocks({ range, boundary, recordLimitBytes, blockBytes, searched });
    }
  }
}
