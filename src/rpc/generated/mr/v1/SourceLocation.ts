// Original file: proto/mr.proto

import type { Long } from '@grpc/proto-loader';

export interface SourceLocationInput {
  'index'?: (number);
  'attempt'?: (number);
  'worker'?: (string);
  'incarnation'?: (string);
  'hostId'?: (string);
  'dataAddress'?: (string);
  'path'?: (string);
  'sizeBytes'?: (number | string | Long);
}

export interface SourceLocation {
  'index': (number);
  'attempt': (number);
  'worker': (string);
  'incarnation': (string);
  'hostId': (string);
  'dataAddress': (string);
  'path': (string);
  'sizeBytes': (number);
}
