// Original file: proto/mr.proto


export interface TotalInput {
  'name'?: (string);
  'value'?: (number | string);
}

export interface Total {
  'name': (string);
  'value': (number);
}
