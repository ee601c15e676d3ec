// Original file: proto/mr.proto


export interface OutputRefInput {
  'index'?: (number);
  'attempt'?: (number);
}

export interface OutputRef {
  'index': (number);
  'attempt': (number);
}
