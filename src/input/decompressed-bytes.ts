/**
 * The bytes of a gzip or zstd file, as a stream that is read on demand.
 *
 * Owns: which codec, and what damage means. Talks to: node:zlib, the file system.
 *
 * D1. Back-pressure reaches the file: nothing is read ahead but the buffers of the streams.
 * D2. All members of a gzip file and all frames of a zstd file are read. In gzip, zero bytes after a member begin padding,
 *     which is left out. Anything else behind a member is damage: it might have been one.
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
  let stream = new MemberStream(range, 0);
  let chunk: Buffer = Buffer.alloc(0);
  let used = 0;
  let position = 0;

  /** The chunk that follows, or null at the end of the file. */
  async function nextChunk(): Promise<Buffer | null> {
    for (;;) {
      const next = await stream.next(position);
      if (next !== null) return next;
      const following = stream.following();
      if (following === null) return null;
      stream.close();
      stream = new MemberStream(range, following);
    }
  }

  return {
    async read(into, start, end) {
      while (used === chunk.length) {
        const next = await nextChunk();
        if (next === null) return 0;
        chunk = next;
        used = 0;
      }
      const length = Math.min(end - start, chunk.length - used);
      chunk.copy(into, start, used, used + length);
      used += length;
      position += length;
      return length;
    },
    async close() {
      stream.close();
    },
  };
}

/** One decompressor, from a place in the compressed file on, until it wants no more. */
class MemberStream {
  private readonly range: FileRange;
  private readonly start: number;
  private readonly codec: Codec;
  private readonly file: fs.ReadStream;
  private readonly chunks: AsyncIterator<Buffer>;
  private fileError: unknown = null;

  constructor(range: FileRange, start: number) {
    this.range = range;
    this.start = start;
    this.codec = createCodec(range);
    const options = { start, highWaterMark: COMPRESSED_BYTES };
    this.file = fs.createReadStream(pathBytes(range.path), options);
    this.file.once("error", (error) => {
      this.fileError = error;
      this.codec.destroy(error);
    });
    this.file.pipe(this.codec);
    this.chunks = this.codec[Symbol.asyncIterator]();
  }

  /** `position` is how much was decompressed so far; for messages. */
  async next(position: number): Promise<Buffer | null> {
    try {
      const next = await this.chunks.next();
      return next.done === true ? null : next.value;
    } catch (cause) {
      throw this.damage(position, cause);
    }
  }

  /**
   * Where the next frame begins, or null. Node's zstd stream ends at the end of a frame, when it sees more bytes behind
   * it, even of one that only holds a comment; its gunzip goes on by itself.
   */
  following(): number | null {
    const next = this.start + this.codec.bytesWritten;
    if (this.range.compression !== "zstd" || next === this.start) return null;
    return next < fs.statSync(pathBytes(this.range.path)).size ? next : null;
  }

  close(): void {
    this.file.destroy();
    this.codec.destroy();
  }

  private damage(position: number, cause: unknown): MrError {
    const { range, fileError } = this;
    if (fileError !== null) return unreadableInput(range.label, "read", fileError);
    const truncated = systemCode(cause) === "Z_BUF_ERROR";
    const what = truncated
      ? `the ${range.compression} data ends in the middle`
      : `the ${range.compression} data is damaged (${cause instanceof Error ? cause.message : cause})`;
    const hint = "the offset counts decompressed bytes; compress or copy the file again";
    return corruptInput(range.label, position, what, hint);
  }
}

type Codec = Transform & { readonly bytesWritten: number };

function createCodec(range: FileRange): Codec {
  if (range.compression === "gzip") return zlib.createGunzip({ chunkSize: OUTPUT_BYTES });
  // Newer than the oldest Node that we support: looked up, never assumed.
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  if (typeof create === "function") return create({ chunkSize: OUTPUT_BYTES }) as Codec;
  throw new MrError(
    "MR_CODEC_UNAVAILABLE",
    `${range.label} is compressed with zstd, which Node ${process.versions.node} cannot read`,
    { hint: "run mr with Node 22.15 or newer, or compress the file with gzip" },
  );
}
