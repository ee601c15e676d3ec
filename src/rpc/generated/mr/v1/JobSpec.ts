// Original file: proto/mr.proto


export interface JobSpecInput {
  'specJson'?: (Buffer | Uint8Array | string);
}

export interface JobSpec {
  'specJson': (Buffer);
}
