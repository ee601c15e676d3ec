// Original file: proto/mr.proto

import type { ErrorRecordInput as _mr_v1_ErrorRecordInput, ErrorRecord as _mr_v1_ErrorRecord } from '../../mr/v1/ErrorRecord.js';

export interface FailedInput {
  'error'?: (_mr_v1_ErrorRecordInput | null);
  'where'?: (string);
  '_where'?: "where";
}

export interface Failed {
  'error': (_mr_v1_ErrorRecord | null);
  'where'?: (string);
  '_where'?: "where";
}
