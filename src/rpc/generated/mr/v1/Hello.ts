// Original file: proto/mr.proto

import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from '../../mr/v1/AttemptRef.js';
import type { KeptOutputInput as _mr_v1_KeptOutputInput, KeptOutput as _mr_v1_KeptOutput } from '../../mr/v1/KeptOutput.js';

export interface HelloInput {
  'worker'?: (string);
  'incarnation'?: (string);
  'slots'?: (number);
  'hostId'?: (string);
  'dataAddress'?: (string);
  'processId'?: (number);
  'version'?: (string);
  'protocol'?: (number);
  'running'?: (_mr_v1_AttemptRefInput)[];
  'kept'?: (_mr_v1_KeptOutputInput)[];
  'shortOf'?: (string);
}

export interface Hello {
  'worker': (string);
  'incarnation': (string);
  'slots': (number);
  'hostId': (string);
  'dataAddress': (string);
  'processId': (number);
  'version': (string);
  'protocol': (number);
  'running': (_mr_v1_AttemptRef)[];
  'kept': (_mr_v1_KeptOutput)[];
  'shortOf': (string);
}
