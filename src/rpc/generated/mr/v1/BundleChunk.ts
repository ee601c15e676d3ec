// Original file: proto/mr.proto


export interface BundleChunkInput {
  'sha256'?: (string);
  'data'?: (Buffer | Uint8Array | string);
}

export interface BundleChunk {
  'sha256': (string);
  'data': (Buffer);
}
