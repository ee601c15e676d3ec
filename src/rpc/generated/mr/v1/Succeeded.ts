// Original file: proto/mr.proto

import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from '../../mr/v1/AttemptRef.js';
import type { TaskReportInput as _mr_v1_TaskReportInput, TaskReport as _mr_v1_TaskReport } from '../../mr/v1/TaskReport.js';

export interface SucceededInput {
  'attempt'?: (_mr_v1_AttemptRefInput | null);
  'report'?: (_mr_v1_TaskReportInput | null);
}

export interface Succeeded {
  'attempt': (_mr_v1_AttemptRef | null);
  'report': (_mr_v1_TaskReport | null);
}
