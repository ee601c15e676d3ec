// Original file: proto/mr.proto

import type { SourceLocationInput as _mr_v1_SourceLocationInput, SourceLocation as _mr_v1_SourceLocation } from '../../mr/v1/SourceLocation.js';

export interface SourcesInput {
  'job'?: (string);
  'stage'?: (string);
  'tasks'?: (number);
  'outputs'?: (_mr_v1_SourceLocationInput)[];
}

export interface Sources {
  'job': (string);
  'stage': (string);
  'tasks': (number);
  'outputs': (_mr_v1_SourceLocation)[];
}
