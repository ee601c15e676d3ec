// Original file: proto/mr.proto


export interface AttemptRefInput {
  'job'?: (string);
  'stage'?: (string);
  'index'?: (number);
  'attempt'?: (number);
}

export interface AttemptRef {
  'job': (string);
  'stage': (string);
  'index': (number);
  'attempt': (number);
}
