// Original file: proto/mr.proto


export interface DrainReplyInput {
}

export interface DrainReply {
}
