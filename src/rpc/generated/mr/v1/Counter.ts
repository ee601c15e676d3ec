// Original file: proto/mr.proto

import type { Long } from '@grpc/proto-loader';

export interface CounterInput {
  'name'?: (string);
  'value'?: (number | string | Long);
}

export interface Counter {
  'name': (string);
  'value': (number);
}
