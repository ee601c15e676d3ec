/**
 * Records of a fixed length as keys, each with the value 1.
 *
 * Owns: nothing but the loop. Talks to: nobody.
 */

import type { Extractor } from "./extractor.js";

export function createFixedExtractor({ lengthBytes }: { lengthBytes: number }): Extractor {
  return {
    extract({ bytes, start, end }, sink) {
      for (let at = start; at < end; at += lengthBytes) sink.addKey(bytes, at, at + lengthBytes, 1);
      return (end - start) / lengthBytes;
    },
  };
}
