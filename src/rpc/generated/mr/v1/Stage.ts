// Original file: proto/mr.proto


export interface StageInput {
  'job'?: (string);
  'stageJson'?: (Buffer | Uint8Array | string);
  'upstreamJson'?: (Buffer | Uint8Array | string);
}

export interface Stage {
  'job': (string);
  'stageJson': (Buffer);
  'upstreamJson': (Buffer);
}
