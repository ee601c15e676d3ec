/**
 * Hands whole blocks to a sink that takes them, and to a record extractor what the sink leaves.
 *
 * Owns: nothing but the way. Talks to: the extractor that it stands for.
 *
 * X1. The pairs and the records counted are the same as with the record extractor alone; their order is not.
 */

import type { MrError } from "../../engine/error.js";
import type { BlockProgram } from "../../kernels/block-program.js";
import type { RecordBlock } from "../block.js";
import { textStart } from "../bytes.js";
import type { Extractor, PairSink } from "./extractor.js";

export class BlockExtractor implements Extractor {
  private readonly program: BlockProgram;
  private readonly records: Extractor;

  constructor(program: BlockProgram, records: Extractor) {
    this.program = program;
    this.records = records;
  }

  takeLeftOut(): number {
    return this.records.takeLeftOut?.() ?? 0;
  }

  extract(block: RecordBlock, sink: PairSink, onBadRecord?: (error: MrError) => void): number {
    const { program, records } = this;
    const { blocks } = sink;
    if (blocks === undefined || blocks === null) return records.extract(block, sink, onBadRecord);
    const { bytes, end } = block;
    const start = readsText(program) ? textStart(block) : block.start;
    return blocks.addBlock(program, bytes, start, end, (oddStart, oddEnd) => {
      const offset = block.offset + (oddStart - block.start);
      return records.extract({ bytes, start: oddStart, end: oddEnd, offset }, sink, onBadRecord);
    });
  }
}

/** Text may begin with a byte order mark, which is no part of it. */
function readsText(program: BlockProgram): boolean {
  switch (program.kind) {
    case "words":
    case "access-log":
      return false;
    case "lines":
      return program.text;
    case "fields":
    case "csv":
    case "jsonl":
      return true;
  }
}
