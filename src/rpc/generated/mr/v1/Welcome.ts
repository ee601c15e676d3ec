// Original file: proto/mr.proto

import type { Long } from '@grpc/proto-loader';

export interface WelcomeInput {
  'epoch'?: (number | string | Long);
  'version'?: (string);
  'heartbeatIntervalMs'?: (number);
  'dataToken'?: (string);
}

export interface Welcome {
  'epoch': (number);
  'version': (string);
  'heartbeatIntervalMs': (number);
  'dataToken': (string);
}
