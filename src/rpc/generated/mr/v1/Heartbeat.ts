// Original file: proto/mr.proto

import type { AttemptProgressInput as _mr_v1_AttemptProgressInput, AttemptProgress as _mr_v1_AttemptProgress } from '../../mr/v1/AttemptProgress.js';
import type { Long } from '@grpc/proto-loader';

export interface HeartbeatInput {
  'progress'?: (_mr_v1_AttemptProgressInput)[];
  'peakMemoryBytes'?: (number | string | Long);
  'shortOf'?: (string);
}

export interface Heartbeat {
  'progress': (_mr_v1_AttemptProgress)[];
  'peakMemoryBytes': (number);
  'shortOf': (string);
}
