// Original file: proto/mr.proto

import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from '../../mr/v1/AttemptRef.js';
import type { SegmentsInput as _mr_v1_SegmentsInput, Segments as _mr_v1_Segments } from '../../mr/v1/Segments.js';

export interface KeptOutputInput {
  'attempt'?: (_mr_v1_AttemptRefInput | null);
  'segments'?: (_mr_v1_SegmentsInput | null);
}

export interface KeptOutput {
  'attempt': (_mr_v1_AttemptRef | null);
  'segments': (_mr_v1_Segments | null);
}
