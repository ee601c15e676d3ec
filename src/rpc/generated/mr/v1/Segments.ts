// Original file: proto/mr.proto

import type { RecordDigestInput as _mr_v1_RecordDigestInput, RecordDigest as _mr_v1_RecordDigest } from '../../mr/v1/RecordDigest.js';
import type { Long } from '@grpc/proto-loader';

export interface SegmentsInput {
  'path'?: (string);
  'sizeBytes'?: (number | string | Long);
  'digest'?: (_mr_v1_RecordDigestInput | null);
}

export interface Segments {
  'path': (string);
  'sizeBytes': (number);
  'digest': (_mr_v1_RecordDigest | null);
}
