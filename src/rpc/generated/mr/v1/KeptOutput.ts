// Original file: proto/mr.proto

import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from '../../mr/v1/AttemptRef.js';
import type { Long } from '@grpc/proto-loader';

export interface KeptOutputInput {
  'attempt'?: (_mr_v1_AttemptRefInput | null);
  'path'?: (string);
  'sizeBytes'?: (number | string | Long);
  'records'?: (number | string | Long);
}

export interface KeptOutput {
  'attempt': (_mr_v1_AttemptRef | null);
  'path': (string);
  'sizeBytes': (number);
  'records': (number);
}
