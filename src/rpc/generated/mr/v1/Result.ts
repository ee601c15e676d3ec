// Original file: proto/mr.proto


export interface ResultInput {
  'bytes'?: (string);
}

export interface Result {
  'bytes': (string);
}
