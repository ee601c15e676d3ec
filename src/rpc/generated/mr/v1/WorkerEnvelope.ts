// Original file: proto/mr.proto

import type { WorkerMessageInput as _mr_v1_WorkerMessageInput, WorkerMessage as _mr_v1_WorkerMessage } from '../../mr/v1/WorkerMessage.js';

export interface WorkerEnvelopeInput {
  'messages'?: (_mr_v1_WorkerMessageInput)[];
}

export interface WorkerEnvelope {
  'messages': (_mr_v1_WorkerMessage)[];
}
