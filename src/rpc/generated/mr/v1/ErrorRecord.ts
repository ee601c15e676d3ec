// Original file: proto/mr.proto


export interface ErrorRecordInput {
  'code'?: (string);
  'message'?: (string);
  'hint'?: (string);
  'stack'?: (string);
  '_hint'?: "hint";
  '_stack'?: "stack";
}

export interface ErrorRecord {
  'code': (string);
  'message': (string);
  'hint'?: (string);
  'stack'?: (string);
  '_hint'?: "hint";
  '_stack'?: "stack";
}
