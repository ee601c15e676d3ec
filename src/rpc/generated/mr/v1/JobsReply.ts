// Original file: proto/mr.proto


export interface JobsReplyInput {
  'viewsJson'?: (Buffer | Uint8Array | string)[];
}

export interface JobsReply {
  'viewsJson': (Buffer)[];
}
