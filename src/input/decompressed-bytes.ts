/**
 * The bytes of a gzip or zstd file, as a stream that is read on demand.
 *
 * Owns: which codec, and what damage means. Talks to: node:zlib, the file system.
 *
 * D1. Back-pressure reaches the file: nothing is read ahead but the buffers of the streams.
 * D2. All members of a gzip file are read; from a zero byte after a member on, the rest is padding and left out, as
 *     tapes leave it. Anything else after a member is damage: it might have been one.
 * D3. A file that ends within a member is damage, never a shorter file.
 */

import * as fs from "node:fs";
import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { MrError } from "../engine/error.js";
import type { ByteSource } from "./byte-source.js";
import { corruptInput, systemCode, unreadableInput } from "./input-error.js";
import { pathBytes } from "./path-bytes.js";
import type { FileRange } from "./split.js";

const COMPRESSED_BYTES = 256 * 1024;
const OUTPUT_BYTES = 256 * 1024;

export function openDecompressed(range: FileRange): ByteSource {
  const codec = createCodec(range);
  const file = fs.createReadStream(pathBytes(range.path), { highWaterMark: COMPRESSED_BYTES });
  let fileError: unknown = null;
  file.once("error", (error) => {
    fileError = error;
    codec.destroy(error);
  });
  file.pipe(codec);
  const chunks: AsyncIterator<Buffer> = codec[Symbol.asyncIterator]();
  let chunk: Buffer = Buffer.alloc(0);
  let used = 0;
  let position = 0;

  function damage(cause: unknown): MrError {
    if (fileError !== null) return unreadableInput(range.label, "read", fileError);
    const truncated = systemCode(cause) === "Z_BUF_ERROR";
    const what = truncated
      ? `the ${range.compression} data ends in the middle`
      : `the ${range.compression} data is damaged (${cause instanceof Error ? cause.message : cause})`;
    const hint = "the offset counts decompressed bytes; compress or copy the file again";
    return corruptInput(range.label, position, what, hint);
  }

  return {
    async read(into, start, end) {
      while (used === chunk.length) {
        const next = await chunks.next().catch((cause: unknown) => {
          throw damage(cause);
        });
        if (next.done === true) return 0;
        chunk = next.value;
        used = 0;
      }
      const length = Math.min(end - start, chunk.length - used);
      chunk.copy(into, start, used, used + length);
      used += length;
      position += length;
      return length;
    },
    async close() {
      file.destroy();
      codec.destroy();
    },
  };
}

function createCodec(range: FileRange): Transform {
  if (range.compression === "gzip") return zlib.createGunzip({ chunkSize: OUTPUT_BYTES });
  // Newer than the oldest Node that we support: looked up, never assumed.
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  if (typeof create === "function") return create({ chunkSize: OUTPUT_BYTES }) as Transform;
  throw new MrError(
    "MR_CODEC_UNAVAILABLE",
    `${range.label} is compressed with zstd, which Node ${process.versions.node} cannot read`,
    { hint: "run mr with Node 22.15 or newer, or compress the file with gzip" },
  );
}
