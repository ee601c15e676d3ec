// Original file: proto/mr.proto


export interface DiscardInput {
  'job'?: (string);
}

export interface Discard {
  'job': (string);
}
