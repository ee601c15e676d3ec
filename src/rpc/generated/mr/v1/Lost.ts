// Original file: proto/mr.proto

import type { ErrorRecordInput as _mr_v1_ErrorRecordInput, ErrorRecord as _mr_v1_ErrorRecord } from '../../mr/v1/ErrorRecord.js';

export interface LostInput {
  'error'?: (_mr_v1_ErrorRecordInput | null);
}

export interface Lost {
  'error': (_mr_v1_ErrorRecord | null);
}
