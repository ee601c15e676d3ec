// Original file: proto/mr.proto

import type { HelloInput as _mr_v1_HelloInput, Hello as _mr_v1_Hello } from '../../mr/v1/Hello.js';
import type { HeartbeatInput as _mr_v1_HeartbeatInput, Heartbeat as _mr_v1_Heartbeat } from '../../mr/v1/Heartbeat.js';
import type { SucceededInput as _mr_v1_SucceededInput, Succeeded as _mr_v1_Succeeded } from '../../mr/v1/Succeeded.js';
import type { EndedInput as _mr_v1_EndedInput, Ended as _mr_v1_Ended } from '../../mr/v1/Ended.js';
import type { LogLinesInput as _mr_v1_LogLinesInput, LogLines as _mr_v1_LogLines } from '../../mr/v1/LogLines.js';
import type { DrainingInput as _mr_v1_DrainingInput, Draining as _mr_v1_Draining } from '../../mr/v1/Draining.js';
import type { GoodbyeInput as _mr_v1_GoodbyeInput, Goodbye as _mr_v1_Goodbye } from '../../mr/v1/Goodbye.js';

export interface WorkerMessageInput {
  'hello'?: (_mr_v1_HelloInput | null);
  'heartbeat'?: (_mr_v1_HeartbeatInput | null);
  'succeeded'?: (_mr_v1_SucceededInput | null);
  'ended'?: (_mr_v1_EndedInput | null);
  'log'?: (_mr_v1_LogLinesInput | null);
  'draining'?: (_mr_v1_DrainingInput | null);
  'goodbye'?: (_mr_v1_GoodbyeInput | null);
  'kind'?: "hello"|"heartbeat"|"succeeded"|"ended"|"log"|"draining"|"goodbye";
}

export interface WorkerMessage {
  'hello'?: (_mr_v1_Hello | null);
  'heartbeat'?: (_mr_v1_Heartbeat | null);
  'succeeded'?: (_mr_v1_Succeeded | null);
  'ended'?: (_mr_v1_Ended | null);
  'log'?: (_mr_v1_LogLines | null);
  'draining'?: (_mr_v1_Draining | null);
  'goodbye'?: (_mr_v1_Goodbye | null);
  'kind'?: "hello"|"heartbeat"|"succeeded"|"ended"|"log"|"draining"|"goodbye";
}
