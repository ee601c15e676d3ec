// Original file: proto/mr.proto


export interface GoodbyeInput {
  'reason'?: (string);
}

export interface Goodbye {
  'reason': (string);
}
