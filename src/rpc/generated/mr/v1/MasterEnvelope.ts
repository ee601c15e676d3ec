// Original file: proto/mr.proto

import type { MasterMessageInput as _mr_v1_MasterMessageInput, MasterMessage as _mr_v1_MasterMessage } from '../../mr/v1/MasterMessage.js';

export interface MasterEnvelopeInput {
  'messages'?: (_mr_v1_MasterMessageInput)[];
}

export interface MasterEnvelope {
  'messages': (_mr_v1_MasterMessage)[];
}
