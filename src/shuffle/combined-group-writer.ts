/**
 * Runs a user's combiner over one group of values and writes what it emits.
 *
 * B1. A combiner may emit any number of pairs, all with the group's own key: the run stays sorted.
 */

import { MrError } from "../engine/error.js";
import { ByteSink } from "../kernels/byte-sink.js";
import { equalBytes } from "../kernels/bytes.js";
import type { CombineFunction, Key, KeyMode } from "./key.js";
import { decodeKey, encodeKey } from "./encoding/key-codec.js";
import type { SegmentWriter } from "./segment-writer.js";
import { encodeValue } from "./encoding/value-codec.js";

export class CombinedGroupWriter {
  private readonly writer: SegmentWriter;
  private readonly keys: KeyMode;
  private readonly combine: CombineFunction;
  private readonly pair = new ByteSink(1024);
  private groupKey: Buffer = Buffer.alloc(0);
  private keyStart = 0;
  private keyEnd = 0;
  private readonly emit = (key: Key, value: unknown): void => this.add(key, value);

  constructor(writer: SegmentWriter, keys: KeyMode, combine: CombineFunction) {
    this.writer = writer;
    this.keys = keys;
    this.combine = combine;
  }

  /** The key's bytes must stay in place while the values are read. */
  write(bytes: Buffer, start: number, end: number, values: Iterable<unknown>): void {
    this.groupKey = bytes;
    this.keyStart = start;
    this.keyEnd = end;
    this.combine(decodeKey(bytes, start, end, this.keys), values, this.emit);
  }

  private add(key: Key, value: unknown): void {
    const { pair } = this;
    pair.length = 0;
    encodeKey(key, this.keys, pair);
    const keyEnd = pair.length;
    if (!equalBytes(pair.bytes, 0, keyEnd, this.groupKey, this.keyStart, this.keyEnd)) {
      // In raw mode bytes that are not valid UTF-8 were decoded with loss: the same text means the same key.
      if (key !== decodeKey(this.groupKey, this.keyStart, this.keyEnd, this.keys)) {
        throw new MrError(
          "MR_USER_CODE",
          "a combiner emitted another key than the one it was given",
          {
            hint: "Emit only the combiner's own key; change keys in map or reduce.",
          },
        );
      }
    }
    encodeValue(value, pair);
    this.writer.append(this.groupKey, this.keyStart, this.keyEnd, pair.bytes, keyEnd, pair.length);
  }
}
