// Original file: proto/mr.proto

import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from '../../mr/v1/AttemptRef.js';

export interface AssignInput {
  'attempt'?: (_mr_v1_AttemptRefInput | null);
  'payloadJson'?: (Buffer | Uint8Array | string);
}

export interface Assign {
  'attempt': (_mr_v1_AttemptRef | null);
  'payloadJson': (Buffer);
}
