// Original file: proto/mr.proto


export interface JobsRequestInput {
}

export interface JobsRequest {
}
