// Original file: proto/mr.proto

import type { Long } from '@grpc/proto-loader';

export interface SkippedRecordInput {
  'file'?: (string);
  'offset'?: (number | string | Long);
  'reason'?: (string);
}

export interface SkippedRecord {
  'file': (string);
  'offset': (number);
  'reason': (string);
}
