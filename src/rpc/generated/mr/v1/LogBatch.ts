// Original file: proto/mr.proto

import type { LogLineInput as _mr_v1_LogLineInput, LogLine as _mr_v1_LogLine } from '../../mr/v1/LogLine.js';

export interface LogBatchInput {
  'lines'?: (_mr_v1_LogLineInput)[];
}

export interface LogBatch {
  'lines': (_mr_v1_LogLine)[];
}
