// Original file: proto/mr.proto

import type { Long } from '@grpc/proto-loader';

export interface RecordDigestInput {
  'records'?: (number | string | Long);
  'sum'?: (string);
}

export interface RecordDigest {
  'records': (number);
  'sum': (string);
}
