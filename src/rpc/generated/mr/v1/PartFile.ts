// Original file: proto/mr.proto

import type { Long } from '@grpc/proto-loader';

export interface PartFileInput {
  'stagedPath'?: (string);
  'name'?: (string);
  'records'?: (number | string | Long);
  'sizeBytes'?: (number | string | Long);
  'checksum'?: (string);
}

export interface PartFile {
  'stagedPath': (string);
  'name': (string);
  'records': (number);
  'sizeBytes': (number);
  'checksum': (string);
}
