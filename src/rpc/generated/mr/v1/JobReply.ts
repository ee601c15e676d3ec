// Original file: proto/mr.proto


export interface JobReplyInput {
  'viewJson'?: (Buffer | Uint8Array | string);
}

export interface JobReply {
  'viewJson': (Buffer);
}
