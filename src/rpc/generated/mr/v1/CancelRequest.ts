// Original file: proto/mr.proto


export interface CancelRequestInput {
  'job'?: (string);
  'reason'?: (string);
}

export interface CancelRequest {
  'job': (string);
  'reason': (string);
}
