// Original file: proto/mr.proto

import type { ErrorRecordInput as _mr_v1_ErrorRecordInput, ErrorRecord as _mr_v1_ErrorRecord } from '../../mr/v1/ErrorRecord.js';
import type { OutputRefInput as _mr_v1_OutputRefInput, OutputRef as _mr_v1_OutputRef } from '../../mr/v1/OutputRef.js';

export interface FetchFailedInput {
  'error'?: (_mr_v1_ErrorRecordInput | null);
  'stage'?: (string);
  'sources'?: (_mr_v1_OutputRefInput)[];
}

export interface FetchFailed {
  'error': (_mr_v1_ErrorRecord | null);
  'stage': (string);
  'sources': (_mr_v1_OutputRef)[];
}
