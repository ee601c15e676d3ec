// Original file: proto/mr.proto


export interface DrainRequestInput {
  'worker'?: (string);
}

export interface DrainRequest {
  'worker': (string);
}
