// Original file: proto/mr.proto

import type { Long } from '@grpc/proto-loader';

export interface InfoReplyInput {
  'version'?: (string);
  'protocol'?: (number);
  'epoch'?: (number | string | Long);
  'workers'?: (number);
  'slots'?: (number);
  'jobsRunning'?: (number);
  'startedAt'?: (number | string);
}

export interface InfoReply {
  'version': (string);
  'protocol': (number);
  'epoch': (number);
  'workers': (number);
  'slots': (number);
  'jobsRunning': (number);
  'startedAt': (number);
}
