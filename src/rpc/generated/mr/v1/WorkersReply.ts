// Original file: proto/mr.proto


export interface WorkersReplyInput {
  'viewsJson'?: (Buffer | Uint8Array | string)[];
}

export interface WorkersReply {
  'viewsJson': (Buffer)[];
}
