/**
 * Lines as sortable keys, each with the value 1.
 *
 * Owns: nothing but the way: the encoding is sortable-lines.ts's. Talks to: the sink, as lines of other bytes.
 */

import type { BlockProgram } from "../../kernels/block-program.js";
import { eachLine, lineEndAt } from "../bytes.js";
import type { LineOrder } from "../input-format.js";
import { SortableLines } from "../sortable-lines.js";
import type { Extractor, PairSink } from "./extractor.js";

/** So much is encoded at a time: what comes of it is still in the caches when it is taken. */
const PIECE_BYTES = 64 * 1024;
/** What becomes of a block once it is encoded: lines again. */
const ENCODED: BlockProgram = { kind: "lines", text: false };

export function createSortableLinesExtractor(order: LineOrder): Extractor {
  const encoded = new SortableLines(order);
  return {
    extract({ bytes, start, end, offset }, sink) {
      const { blocks } = sink;
      const take = (from: number, to: number): number =>
        addLines({ bytes: encoded.bytes, start: from, end: to, offset }, sink);
      let lines = 0;
      for (let at = start; at < end; ) {
        const near = Math.min(at + PIECE_BYTES, end);
        const pieceEnd = near === end ? end : Math.min(lineEndAt(bytes, near, end) + 1, end);
        lines += encoded.encode(bytes, at, pieceEnd);
        if (blocks === undefined || blocks === null) take(0, encoded.length);
        else blocks.addBlock(ENCODED, encoded.bytes, 0, encoded.length, take);
        at = pieceEnd;
      }
      return lines;
    },
  };
}

function addLines(block: Parameters<typeof eachLine>[0], sink: PairSink): number {
  let lines = 0;
  eachLine(block, (bytes, start, end) => {
    sink.addKey(bytes, start, end, 1);
    lines++;
  });
  return lines;
}
