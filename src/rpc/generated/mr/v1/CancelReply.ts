// Original file: proto/mr.proto


export interface CancelReplyInput {
}

export interface CancelReply {
}
