// Original file: proto/mr.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BundleChunkInput as _mr_v1_BundleChunkInput, BundleChunk as _mr_v1_BundleChunk } from '../../mr/v1/BundleChunk.js';
import type { CancelReplyInput as _mr_v1_CancelReplyInput, CancelReply as _mr_v1_CancelReply } from '../../mr/v1/CancelReply.js';
import type { CancelRequestInput as _mr_v1_CancelRequestInput, CancelRequest as _mr_v1_CancelRequest } from '../../mr/v1/CancelRequest.js';
import type { DrainReplyInput as _mr_v1_DrainReplyInput, DrainReply as _mr_v1_DrainReply } from '../../mr/v1/DrainReply.js';
import type { DrainRequestInput as _mr_v1_DrainRequestInput, DrainRequest as _mr_v1_DrainRequest } from '../../mr/v1/DrainRequest.js';
import type { HistoryBatchInput as _mr_v1_HistoryBatchInput, HistoryBatch as _mr_v1_HistoryBatch } from '../../mr/v1/HistoryBatch.js';
import type { InfoReplyInput as _mr_v1_InfoReplyInput, InfoReply as _mr_v1_InfoReply } from '../../mr/v1/InfoReply.js';
import type { InfoRequestInput as _mr_v1_InfoRequestInput, InfoRequest as _mr_v1_InfoRequest } from '../../mr/v1/InfoRequest.js';
import type { JobReplyInput as _mr_v1_JobReplyInput, JobReply as _mr_v1_JobReply } from '../../mr/v1/JobReply.js';
import type { JobRequestInput as _mr_v1_JobRequestInput, JobRequest as _mr_v1_JobRequest } from '../../mr/v1/JobRequest.js';
import type { JobsReplyInput as _mr_v1_JobsReplyInput, JobsReply as _mr_v1_JobsReply } from '../../mr/v1/JobsReply.js';
import type { JobsRequestInput as _mr_v1_JobsRequestInput, JobsRequest as _mr_v1_JobsRequest } from '../../mr/v1/JobsRequest.js';
import type { LogBatchInput as _mr_v1_LogBatchInput, LogBatch as _mr_v1_LogBatch } from '../../mr/v1/LogBatch.js';
import type { LogsRequestInput as _mr_v1_LogsRequestInput, LogsRequest as _mr_v1_LogsRequest } from '../../mr/v1/LogsRequest.js';
import type { PutBundleReplyInput as _mr_v1_PutBundleReplyInput, PutBundleReply as _mr_v1_PutBundleReply } from '../../mr/v1/PutBundleReply.js';
import type { SubmitReplyInput as _mr_v1_SubmitReplyInput, SubmitReply as _mr_v1_SubmitReply } from '../../mr/v1/SubmitReply.js';
import type { SubmitRequestInput as _mr_v1_SubmitRequestInput, SubmitRequest as _mr_v1_SubmitRequest } from '../../mr/v1/SubmitRequest.js';
import type { WorkersReplyInput as _mr_v1_WorkersReplyInput, WorkersReply as _mr_v1_WorkersReply } from '../../mr/v1/WorkersReply.js';
import type { WorkersRequestInput as _mr_v1_WorkersRequestInput, WorkersRequest as _mr_v1_WorkersRequest } from '../../mr/v1/WorkersRequest.js';

export interface ClientsClient extends grpc.Client {
  Cancel(argument: _mr_v1_CancelRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_CancelReply>): grpc.ClientUnaryCall;
  Cancel(argument: _mr_v1_CancelRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_CancelReply>): grpc.ClientUnaryCall;
  Cancel(argument: _mr_v1_CancelRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_CancelReply>): grpc.ClientUnaryCall;
  Cancel(argument: _mr_v1_CancelRequestInput, callback: grpc.requestCallback<_mr_v1_CancelReply>): grpc.ClientUnaryCall;
  cancel(argument: _mr_v1_CancelRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_CancelReply>): grpc.ClientUnaryCall;
  cancel(argument: _mr_v1_CancelRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_CancelReply>): grpc.ClientUnaryCall;
  cancel(argument: _mr_v1_CancelRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_CancelReply>): grpc.ClientUnaryCall;
  cancel(argument: _mr_v1_CancelRequestInput, callback: grpc.requestCallback<_mr_v1_CancelReply>): grpc.ClientUnaryCall;
  
  Drain(argument: _mr_v1_DrainRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_DrainReply>): grpc.ClientUnaryCall;
  Drain(argument: _mr_v1_DrainRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_DrainReply>): grpc.ClientUnaryCall;
  Drain(argument: _mr_v1_DrainRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_DrainReply>): grpc.ClientUnaryCall;
  Drain(argument: _mr_v1_DrainRequestInput, callback: grpc.requestCallback<_mr_v1_DrainReply>): grpc.ClientUnaryCall;
  drain(argument: _mr_v1_DrainRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_DrainReply>): grpc.ClientUnaryCall;
  drain(argument: _mr_v1_DrainRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_DrainReply>): grpc.ClientUnaryCall;
  drain(argument: _mr_v1_DrainRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_DrainReply>): grpc.ClientUnaryCall;
  drain(argument: _mr_v1_DrainRequestInput, callback: grpc.requestCallback<_mr_v1_DrainReply>): grpc.ClientUnaryCall;
  
  History(argument: _mr_v1_JobRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_HistoryBatch>;
  History(argument: _mr_v1_JobRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_HistoryBatch>;
  history(argument: _mr_v1_JobRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_HistoryBatch>;
  history(argument: _mr_v1_JobRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_HistoryBatch>;
  
  Info(argument: _mr_v1_InfoRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_InfoReply>): grpc.ClientUnaryCall;
  Info(argument: _mr_v1_InfoRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_InfoReply>): grpc.ClientUnaryCall;
  Info(argument: _mr_v1_InfoRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_InfoReply>): grpc.ClientUnaryCall;
  Info(argument: _mr_v1_InfoRequestInput, callback: grpc.requestCallback<_mr_v1_InfoReply>): grpc.ClientUnaryCall;
  info(argument: _mr_v1_InfoRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_InfoReply>): grpc.ClientUnaryCall;
  info(argument: _mr_v1_InfoRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_InfoReply>): grpc.ClientUnaryCall;
  info(argument: _mr_v1_InfoRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_InfoReply>): grpc.ClientUnaryCall;
  info(argument: _mr_v1_InfoRequestInput, callback: grpc.requestCallback<_mr_v1_InfoReply>): grpc.ClientUnaryCall;
  
  Job(argument: _mr_v1_JobRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_JobReply>): grpc.ClientUnaryCall;
  Job(argument: _mr_v1_JobRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_JobReply>): grpc.ClientUnaryCall;
  Job(argument: _mr_v1_JobRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_JobReply>): grpc.ClientUnaryCall;
  Job(argument: _mr_v1_JobRequestInput, callback: grpc.requestCallback<_mr_v1_JobReply>): grpc.ClientUnaryCall;
  job(argument: _mr_v1_JobRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_JobReply>): grpc.ClientUnaryCall;
  job(argument: _mr_v1_JobRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_JobReply>): grpc.ClientUnaryCall;
  job(argument: _mr_v1_JobRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_JobReply>): grpc.ClientUnaryCall;
  job(argument: _mr_v1_JobRequestInput, callback: grpc.requestCallback<_mr_v1_JobReply>): grpc.ClientUnaryCall;
  
  Jobs(argument: _mr_v1_JobsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_JobsReply>): grpc.ClientUnaryCall;
  Jobs(argument: _mr_v1_JobsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_JobsReply>): grpc.ClientUnaryCall;
  Jobs(argument: _mr_v1_JobsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_JobsReply>): grpc.ClientUnaryCall;
  Jobs(argument: _mr_v1_JobsRequestInput, callback: grpc.requestCallback<_mr_v1_JobsReply>): grpc.ClientUnaryCall;
  jobs(argument: _mr_v1_JobsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_JobsReply>): grpc.ClientUnaryCall;
  jobs(argument: _mr_v1_JobsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_JobsReply>): grpc.ClientUnaryCall;
  jobs(argument: _mr_v1_JobsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_JobsReply>): grpc.ClientUnaryCall;
  jobs(argument: _mr_v1_JobsRequestInput, callback: grpc.requestCallback<_mr_v1_JobsReply>): grpc.ClientUnaryCall;
  
  Logs(argument: _mr_v1_LogsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_LogBatch>;
  Logs(argument: _mr_v1_LogsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_LogBatch>;
  logs(argument: _mr_v1_LogsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_LogBatch>;
  logs(argument: _mr_v1_LogsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_LogBatch>;
  
  PutBundle(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_PutBundleReply>): grpc.ClientWritableStream<_mr_v1_BundleChunkInput>;
  PutBundle(metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_PutBundleReply>): grpc.ClientWritableStream<_mr_v1_BundleChunkInput>;
  PutBundle(options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_PutBundleReply>): grpc.ClientWritableStream<_mr_v1_BundleChunkInput>;
  PutBundle(callback: grpc.requestCallback<_mr_v1_PutBundleReply>): grpc.ClientWritableStream<_mr_v1_BundleChunkInput>;
  putBundle(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_PutBundleReply>): grpc.ClientWritableStream<_mr_v1_BundleChunkInput>;
  putBundle(metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_PutBundleReply>): grpc.ClientWritableStream<_mr_v1_BundleChunkInput>;
  putBundle(options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_PutBundleReply>): grpc.ClientWritableStream<_mr_v1_BundleChunkInput>;
  putBundle(callback: grpc.requestCallback<_mr_v1_PutBundleReply>): grpc.ClientWritableStream<_mr_v1_BundleChunkInput>;
  
  Submit(argument: _mr_v1_SubmitRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_SubmitReply>): grpc.ClientUnaryCall;
  Submit(argument: _mr_v1_SubmitRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_SubmitReply>): grpc.ClientUnaryCall;
  Submit(argument: _mr_v1_SubmitRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_SubmitReply>): grpc.ClientUnaryCall;
  Submit(argument: _mr_v1_SubmitRequestInput, callback: grpc.requestCallback<_mr_v1_SubmitReply>): grpc.ClientUnaryCall;
  submit(argument: _mr_v1_SubmitRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_SubmitReply>): grpc.ClientUnaryCall;
  submit(argument: _mr_v1_SubmitRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_SubmitReply>): grpc.ClientUnaryCall;
  submit(argument: _mr_v1_SubmitRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_SubmitReply>): grpc.ClientUnaryCall;
  submit(argument: _mr_v1_SubmitRequestInput, callback: grpc.requestCallback<_mr_v1_SubmitReply>): grpc.ClientUnaryCall;
  
  Watch(argument: _mr_v1_JobRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_JobReply>;
  Watch(argument: _mr_v1_JobRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_JobReply>;
  watch(argument: _mr_v1_JobRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_JobReply>;
  watch(argument: _mr_v1_JobRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_JobReply>;
  
  Workers(argument: _mr_v1_WorkersRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_WorkersReply>): grpc.ClientUnaryCall;
  Workers(argument: _mr_v1_WorkersRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_WorkersReply>): grpc.ClientUnaryCall;
  Workers(argument: _mr_v1_WorkersRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_WorkersReply>): grpc.ClientUnaryCall;
  Workers(argument: _mr_v1_WorkersRequestInput, callback: grpc.requestCallback<_mr_v1_WorkersReply>): grpc.ClientUnaryCall;
  workers(argument: _mr_v1_WorkersRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_WorkersReply>): grpc.ClientUnaryCall;
  workers(argument: _mr_v1_WorkersRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_mr_v1_WorkersReply>): grpc.ClientUnaryCall;
  workers(argument: _mr_v1_WorkersRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_mr_v1_WorkersReply>): grpc.ClientUnaryCall;
  workers(argument: _mr_v1_WorkersRequestInput, callback: grpc.requestCallback<_mr_v1_WorkersReply>): grpc.ClientUnaryCall;
  
}

export interface ClientsHandlers extends grpc.UntypedServiceImplementation {
  Cancel: grpc.handleUnaryCall<_mr_v1_CancelRequest, _mr_v1_CancelReplyInput>;
  
  Drain: grpc.handleUnaryCall<_mr_v1_DrainRequest, _mr_v1_DrainReplyInput>;
  
  History: grpc.handleServerStreamingCall<_mr_v1_JobRequest, _mr_v1_HistoryBatchInput>;
  
  Info: grpc.handleUnaryCall<_mr_v1_InfoRequest, _mr_v1_InfoReplyInput>;
  
  Job: grpc.handleUnaryCall<_mr_v1_JobRequest, _mr_v1_JobReplyInput>;
  
  Jobs: grpc.handleUnaryCall<_mr_v1_JobsRequest, _mr_v1_JobsReplyInput>;
  
  Logs: grpc.handleServerStreamingCall<_mr_v1_LogsRequest, _mr_v1_LogBatchInput>;
  
  PutBundle: grpc.handleClientStreamingCall<_mr_v1_BundleChunk, _mr_v1_PutBundleReplyInput>;
  
  Submit: grpc.handleUnaryCall<_mr_v1_SubmitRequest, _mr_v1_SubmitReplyInput>;
  
  Watch: grpc.handleServerStreamingCall<_mr_v1_JobRequest, _mr_v1_JobReplyInput>;
  
  Workers: grpc.handleUnaryCall<_mr_v1_WorkersRequest, _mr_v1_WorkersReplyInput>;
  
}

export interface ClientsDefinition extends grpc.ServiceDefinition {
  Cancel: MethodDefinition<_mr_v1_CancelRequestInput, _mr_v1_CancelReplyInput, _mr_v1_CancelRequest, _mr_v1_CancelReply>
  Drain: MethodDefinition<_mr_v1_DrainRequestInput, _mr_v1_DrainReplyInput, _mr_v1_DrainRequest, _mr_v1_DrainReply>
  History: MethodDefinition<_mr_v1_JobRequestInput, _mr_v1_HistoryBatchInput, _mr_v1_JobRequest, _mr_v1_HistoryBatch>
  Info: MethodDefinition<_mr_v1_InfoRequestInput, _mr_v1_InfoReplyInput, _mr_v1_InfoRequest, _mr_v1_InfoReply>
  Job: MethodDefinition<_mr_v1_JobRequestInput, _mr_v1_JobReplyInput, _mr_v1_JobRequest, _mr_v1_JobReply>
  Jobs: MethodDefinition<_mr_v1_JobsRequestInput, _mr_v1_JobsReplyInput, _mr_v1_JobsRequest, _mr_v1_JobsReply>
  Logs: MethodDefinition<_mr_v1_LogsRequestInput, _mr_v1_LogBatchInput, _mr_v1_LogsRequest, _mr_v1_LogBatch>
  PutBundle: MethodDefinition<_mr_v1_BundleChunkInput, _mr_v1_PutBundleReplyInput, _mr_v1_BundleChunk, _mr_v1_PutBundleReply>
  Submit: MethodDefinition<_mr_v1_SubmitRequestInput, _mr_v1_SubmitReplyInput, _mr_v1_SubmitRequest, _mr_v1_SubmitReply>
  Watch: MethodDefinition<_mr_v1_JobRequestInput, _mr_v1_JobReplyInput, _mr_v1_JobRequest, _mr_v1_JobReply>
  Workers: MethodDefinition<_mr_v1_WorkersRequestInput, _mr_v1_WorkersReplyInput, _mr_v1_WorkersRequest, _mr_v1_WorkersReply>
}
