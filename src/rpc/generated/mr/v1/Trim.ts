// Original file: proto/mr.proto


export interface TrimInput {
  'job'?: (string);
  'stage'?: (string);
  'from'?: (number);
}

export interface Trim {
  'job': (string);
  'stage': (string);
  'from': (number);
}
