// Original file: proto/mr.proto


export interface WorkersRequestInput {
}

export interface WorkersRequest {
}
