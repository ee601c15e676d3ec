// Original file: proto/mr.proto


export interface LogsRequestInput {
  'job'?: (string);
  'follow'?: (boolean);
}

export interface LogsRequest {
  'job': (string);
  'follow': (boolean);
}
