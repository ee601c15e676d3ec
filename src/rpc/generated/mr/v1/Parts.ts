// Original file: proto/mr.proto

import type { PartFileInput as _mr_v1_PartFileInput, PartFile as _mr_v1_PartFile } from '../../mr/v1/PartFile.js';

export interface PartsInput {
  'files'?: (_mr_v1_PartFileInput)[];
}

export interface Parts {
  'files': (_mr_v1_PartFile)[];
}
