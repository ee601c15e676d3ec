// Original file: proto/mr.proto

import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from '../../mr/v1/AttemptRef.js';
import type { Long } from '@grpc/proto-loader';

export interface AttemptProgressInput {
  'attempt'?: (_mr_v1_AttemptRefInput | null);
  'bytes'?: (number | string | Long);
  'records'?: (number | string | Long);
}

export interface AttemptProgress {
  'attempt': (_mr_v1_AttemptRef | null);
  'bytes': (number);
  'records': (number);
}
