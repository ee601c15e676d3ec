// Original file: proto/mr.proto

import type { WelcomeInput as _mr_v1_WelcomeInput, Welcome as _mr_v1_Welcome } from '../../mr/v1/Welcome.js';
import type { RejectedInput as _mr_v1_RejectedInput, Rejected as _mr_v1_Rejected } from '../../mr/v1/Rejected.js';
import type { JobSpecInput as _mr_v1_JobSpecInput, JobSpec as _mr_v1_JobSpec } from '../../mr/v1/JobSpec.js';
import type { StageInput as _mr_v1_StageInput, Stage as _mr_v1_Stage } from '../../mr/v1/Stage.js';
import type { AssignInput as _mr_v1_AssignInput, Assign as _mr_v1_Assign } from '../../mr/v1/Assign.js';
import type { StopInput as _mr_v1_StopInput, Stop as _mr_v1_Stop } from '../../mr/v1/Stop.js';
import type { SourcesInput as _mr_v1_SourcesInput, Sources as _mr_v1_Sources } from '../../mr/v1/Sources.js';
import type { DiscardInput as _mr_v1_DiscardInput, Discard as _mr_v1_Discard } from '../../mr/v1/Discard.js';
import type { DrainInput as _mr_v1_DrainInput, Drain as _mr_v1_Drain } from '../../mr/v1/Drain.js';
import type { RedialWindowInput as _mr_v1_RedialWindowInput, RedialWindow as _mr_v1_RedialWindow } from '../../mr/v1/RedialWindow.js';
import type { TrimInput as _mr_v1_TrimInput, Trim as _mr_v1_Trim } from '../../mr/v1/Trim.js';

export interface MasterMessageInput {
  'welcome'?: (_mr_v1_WelcomeInput | null);
  'rejected'?: (_mr_v1_RejectedInput | null);
  'job'?: (_mr_v1_JobSpecInput | null);
  'stage'?: (_mr_v1_StageInput | null);
  'assign'?: (_mr_v1_AssignInput | null);
  'stop'?: (_mr_v1_StopInput | null);
  'sources'?: (_mr_v1_SourcesInput | null);
  'discard'?: (_mr_v1_DiscardInput | null);
  'drain'?: (_mr_v1_DrainInput | null);
  'redialWindow'?: (_mr_v1_RedialWindowInput | null);
  'trim'?: (_mr_v1_TrimInput | null);
  'kind'?: "welcome"|"rejected"|"job"|"stage"|"assign"|"stop"|"sources"|"discard"|"drain"|"redialWindow"|"trim";
}

export interface MasterMessage {
  'welcome'?: (_mr_v1_Welcome | null);
  'rejected'?: (_mr_v1_Rejected | null);
  'job'?: (_mr_v1_JobSpec | null);
  'stage'?: (_mr_v1_Stage | null);
  'assign'?: (_mr_v1_Assign | null);
  'stop'?: (_mr_v1_Stop | null);
  'sources'?: (_mr_v1_Sources | null);
  'discard'?: (_mr_v1_Discard | null);
  'drain'?: (_mr_v1_Drain | null);
  'redialWindow'?: (_mr_v1_RedialWindow | null);
  'trim'?: (_mr_v1_Trim | null);
  'kind'?: "welcome"|"rejected"|"job"|"stage"|"assign"|"stop"|"sources"|"discard"|"drain"|"redialWindow"|"trim";
}
