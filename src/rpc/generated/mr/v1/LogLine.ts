// Original file: proto/mr.proto


export interface LogLineInput {
  'at'?: (number | string);
  'task'?: (string);
  'attempt'?: (number);
  'worker'?: (string);
  'text'?: (string);
}

export interface LogLine {
  'at': (number);
  'task': (string);
  'attempt': (number);
  'worker': (string);
  'text': (string);
}
