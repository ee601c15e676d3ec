// Original file: proto/mr.proto


export interface InfoRequestInput {
}

export interface InfoRequest {
}
