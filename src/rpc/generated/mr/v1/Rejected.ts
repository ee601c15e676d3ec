// Original file: proto/mr.proto

import type { ErrorRecordInput as _mr_v1_ErrorRecordInput, ErrorRecord as _mr_v1_ErrorRecord } from '../../mr/v1/ErrorRecord.js';

export interface RejectedInput {
  'error'?: (_mr_v1_ErrorRecordInput | null);
}

export interface Rejected {
  'error': (_mr_v1_ErrorRecord | null);
}
