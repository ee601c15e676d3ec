// Original file: proto/mr.proto

import type { SegmentsInput as _mr_v1_SegmentsInput, Segments as _mr_v1_Segments } from '../../mr/v1/Segments.js';
import type { PartsInput as _mr_v1_PartsInput, Parts as _mr_v1_Parts } from '../../mr/v1/Parts.js';
import type { ResultInput as _mr_v1_ResultInput, Result as _mr_v1_Result } from '../../mr/v1/Result.js';
import type { CounterInput as _mr_v1_CounterInput, Counter as _mr_v1_Counter } from '../../mr/v1/Counter.js';
import type { TotalInput as _mr_v1_TotalInput, Total as _mr_v1_Total } from '../../mr/v1/Total.js';
import type { RecordDigestInput as _mr_v1_RecordDigestInput, RecordDigest as _mr_v1_RecordDigest } from '../../mr/v1/RecordDigest.js';
import type { SkippedRecordInput as _mr_v1_SkippedRecordInput, SkippedRecord as _mr_v1_SkippedRecord } from '../../mr/v1/SkippedRecord.js';
import type { PartFileInput as _mr_v1_PartFileInput, PartFile as _mr_v1_PartFile } from '../../mr/v1/PartFile.js';
import type { Long } from '@grpc/proto-loader';

export interface TaskReportInput {
  'segments'?: (_mr_v1_SegmentsInput | null);
  'part'?: (_mr_v1_PartsInput | null);
  'result'?: (_mr_v1_ResultInput | null);
  'counters'?: (_mr_v1_CounterInput)[];
  'totals'?: (_mr_v1_TotalInput)[];
  'inputRecords'?: (number | string | Long);
  'inputBytes'?: (number | string | Long);
  'shuffleDigest'?: (_mr_v1_RecordDigestInput | null);
  'skipped'?: (_mr_v1_SkippedRecordInput)[];
  'spills'?: (number | string | Long);
  'peakMemoryBytes'?: (number | string | Long);
  'cpuMs'?: (number | string);
  'skippedFiles'?: (_mr_v1_PartFileInput)[];
  'output'?: "segments"|"part"|"result";
}

export interface TaskReport {
  'segments'?: (_mr_v1_Segments | null);
  'part'?: (_mr_v1_Parts | null);
  'result'?: (_mr_v1_Result | null);
  'counters': (_mr_v1_Counter)[];
  'totals': (_mr_v1_Total)[];
  'inputRecords': (number);
  'inputBytes': (number);
  'shuffleDigest': (_mr_v1_RecordDigest | null);
  'skipped': (_mr_v1_SkippedRecord)[];
  'spills': (number);
  'peakMemoryBytes': (number);
  'cpuMs': (number);
  'skippedFiles': (_mr_v1_PartFile)[];
  'output'?: "segments"|"part"|"result";
}
