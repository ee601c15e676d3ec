// Original file: proto/mr.proto

import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from '../../mr/v1/AttemptRef.js';

export interface LogLinesInput {
  'attempt'?: (_mr_v1_AttemptRefInput | null);
  'lines'?: (string)[];
}

export interface LogLines {
  'attempt': (_mr_v1_AttemptRef | null);
  'lines': (string)[];
}
