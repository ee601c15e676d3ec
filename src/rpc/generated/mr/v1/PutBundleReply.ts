// Original file: proto/mr.proto


export interface PutBundleReplyInput {
}

export interface PutBundleReply {
}
