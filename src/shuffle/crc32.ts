/**
 * CRC-32 of a buffer: the platform's where it has one (Node >= 20.15), else our own.
 */

import * as zlib from "node:zlib";
import { crc32Table } from "../kernels/crc32.js";

export const crc32: (bytes: Uint8Array) => number =
  typeof zlib.crc32 === "function" ? (bytes) => zlib.crc32(bytes) : (bytes) => crc32Table(bytes);
