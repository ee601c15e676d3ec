/**
 * Codecs for segments on their way between hosts. On disk, and where the link is fast, segments are not compressed.
 *
 * Owns: which codecs this Node has, and below which speed of a link each pays. Talks to: node:zlib.
 *
 * C1. Zstandard where Node has it (22.15), else Brotli at its lowest level; both are in Node itself.
 */

import type { Transform } from "node:stream";
import * as zlib from "node:zlib";

export type WireCodec = "none" | "zstd" | "brotli";

const ZSTD_LEVEL = 1;
const BROTLI_QUALITY = 1;

/**
 * Bytes a second of a link: below, (1 - 1/ratio) of the time to send is more than the time of one core that compresses
 * and one that restores. Measured on sorted runs of combined words, the least compressible of the usual runs.
 */
export const PAYS_BELOW: Readonly<Record<WireCodec, number>> = {
  none: 0,
  zstd: 120e6,
  brotli: 60e6,
};

export function isWireCodec(value: unknown): value is WireCodec {
  return value === "none" || value === "zstd" || value === "brotli";
}

/** The codec to ask for when a link is slow. */
export function preferredCodec(): WireCodec {
  return hasCodec("zstd") ? "zstd" : "brotli";
}

/** False for a codec that only another version of Node has. */
export function hasCodec(codec: WireCodec): boolean {
  return codec !== "zstd" || typeof zstd("createZstdCompress") === "function";
}

export function createEncoder(codec: Exclude<WireCodec, "none">): Transform {
  switch (codec) {
    case "zstd":
      return create("createZstdCompress", { params: { 100: ZSTD_LEVEL } });
    case "brotli":
      return zlib.createBrotliCompress({
        params: { [zlib.constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
      });
  }
}

export function createDecoder(codec: Exclude<WireCodec, "none">): Transform {
  switch (codec) {
    case "zstd":
      return create("createZstdDecompress", {});
    case "brotli":
      return zlib.createBrotliDecompress();
  }
}

type ZstdFunction = "createZstdCompress" | "createZstdDecompress";

/** Not in the types of the oldest Node that we run on. */
function zstd(name: ZstdFunction): unknown {
  return Reflect.get(zlib, name);
}

function create(name: ZstdFunction, options: object): Transform {
  const make = zstd(name);
  if (typeof make !== "function") throw new TypeError(`this Node has no ${name}`);
  return Reflect.apply(make, undefined, [options]) as Transform;
}
