// Original file: proto/mr.proto


export interface SubmitRequestInput {
  'specJson'?: (Buffer | Uint8Array | string);
}

export interface SubmitRequest {
  'specJson': (Buffer);
}
