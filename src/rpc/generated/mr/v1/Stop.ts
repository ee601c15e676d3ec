// Original file: proto/mr.proto

import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from '../../mr/v1/AttemptRef.js';

export interface StopInput {
  'attempt'?: (_mr_v1_AttemptRefInput | null);
  'reason'?: (string);
}

export interface Stop {
  'attempt': (_mr_v1_AttemptRef | null);
  'reason': (string);
}
