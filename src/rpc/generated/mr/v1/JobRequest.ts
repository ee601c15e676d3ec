// Original file: proto/mr.proto


export interface JobRequestInput {
  'job'?: (string);
}

export interface JobRequest {
  'job': (string);
}
