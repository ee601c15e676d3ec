// Original file: proto/mr.proto


export interface HelloInput {
  'worker'?: (string);
  'incarnation'?: (string);
  'slots'?: (number);
  'hostId'?: (string);
  'dataAddress'?: (string);
  'processId'?: (number);
  'version'?: (string);
  'protocol'?: (number);
}

export interface Hello {
  'worker': (string);
  'incarnation': (string);
  'slots': (number);
  'hostId': (string);
  'dataAddress': (string);
  'processId': (number);
  'version': (string);
  'protocol': (number);
}
