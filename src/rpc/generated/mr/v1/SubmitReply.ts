// Original file: proto/mr.proto


export interface SubmitReplyInput {
  'job'?: (string);
}

export interface SubmitReply {
  'job': (string);
}
