// Original file: proto/mr.proto

import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from '../../mr/v1/AttemptRef.js';
import type { FailedInput as _mr_v1_FailedInput, Failed as _mr_v1_Failed } from '../../mr/v1/Failed.js';
import type { LostInput as _mr_v1_LostInput, Lost as _mr_v1_Lost } from '../../mr/v1/Lost.js';
import type { FetchFailedInput as _mr_v1_FetchFailedInput, FetchFailed as _mr_v1_FetchFailed } from '../../mr/v1/FetchFailed.js';
import type { StoppedInput as _mr_v1_StoppedInput, Stopped as _mr_v1_Stopped } from '../../mr/v1/Stopped.js';

export interface EndedInput {
  'attempt'?: (_mr_v1_AttemptRefInput | null);
  'failed'?: (_mr_v1_FailedInput | null);
  'lost'?: (_mr_v1_LostInput | null);
  'fetchFailed'?: (_mr_v1_FetchFailedInput | null);
  'stopped'?: (_mr_v1_StoppedInput | null);
  'failure'?: "failed"|"lost"|"fetchFailed"|"stopped";
}

export interface Ended {
  'attempt': (_mr_v1_AttemptRef | null);
  'failed'?: (_mr_v1_Failed | null);
  'lost'?: (_mr_v1_Lost | null);
  'fetchFailed'?: (_mr_v1_FetchFailed | null);
  'stopped'?: (_mr_v1_Stopped | null);
  'failure'?: "failed"|"lost"|"fetchFailed"|"stopped";
}
