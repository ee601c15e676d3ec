/**
 * A command as a step of the pipeline: pairs go in as lines on its stdin, its lines go on as pairs.
 *
 * C1. Lines go out in blocks; `drained` holds the head back while the command is slower.
 */

import type { Emit } from "../definition.js";
import type { CommandProcess } from "./command-process.js";
import { LineBuffer } from "./line-buffer.js";
import { emitLine, pairsFromEmit, type PairTarget } from "./pair-target.js";

const BLOCK_BYTES = 64 * 1024;

export function createCommandOperator(command: CommandProcess, target: PairTarget): PairTarget {
  const lines = new LineBuffer();
  let writing: Promise<void> | null = null;
  const send = (): void => {
    const block = lines.take();
    const earlier = writing;
    const write = async () => {
      await earlier;
      await command.write(block);
    };
    const mine: Promise<void> = write().finally(() => {
      if (writing === mine) writing = null;
    });
    // Whoever waits next gets the error; `finish` does so at the latest.
    mine.catch(() => {});
    writing = mine;
  };
  const emit: Emit = (key, value) => {
    lines.pair(key, value);
    if (lines.length >= BLOCK_BYTES) send();
  };
  return {
    emit,
    pairs: pairsFromEmit(emit),
    line: (bytes, start, end) => emitLine(emit, bytes, start, end),
    drained: () => writing,
    async finish() {
      if (lines.length > 0) send();
      await writing;
      await command.end();
      await target.finish();
    },
    abort() {
      command.kill();
      target.abort();
    },
  };
}
