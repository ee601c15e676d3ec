import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { AssignInput as _mr_v1_AssignInput, Assign as _mr_v1_Assign } from './mr/v1/Assign.js';
import type { AttemptProgressInput as _mr_v1_AttemptProgressInput, AttemptProgress as _mr_v1_AttemptProgress } from './mr/v1/AttemptProgress.js';
import type { AttemptRefInput as _mr_v1_AttemptRefInput, AttemptRef as _mr_v1_AttemptRef } from './mr/v1/AttemptRef.js';
import type { BundleChunkInput as _mr_v1_BundleChunkInput, BundleChunk as _mr_v1_BundleChunk } from './mr/v1/BundleChunk.js';
import type { CancelReplyInput as _mr_v1_CancelReplyInput, CancelReply as _mr_v1_CancelReply } from './mr/v1/CancelReply.js';
import type { CancelRequestInput as _mr_v1_CancelRequestInput, CancelRequest as _mr_v1_CancelRequest } from './mr/v1/CancelRequest.js';
import type { ClientsClient as _mr_v1_ClientsClient, ClientsDefinition as _mr_v1_ClientsDefinition } from './mr/v1/Clients.js';
import type { CounterInput as _mr_v1_CounterInput, Counter as _mr_v1_Counter } from './mr/v1/Counter.js';
import type { DiscardInput as _mr_v1_DiscardInput, Discard as _mr_v1_Discard } from './mr/v1/Discard.js';
import type { DrainInput as _mr_v1_DrainInput, Drain as _mr_v1_Drain } from './mr/v1/Drain.js';
import type { DrainReplyInput as _mr_v1_DrainReplyInput, DrainReply as _mr_v1_DrainReply } from './mr/v1/DrainReply.js';
import type { DrainRequestInput as _mr_v1_DrainRequestInput, DrainRequest as _mr_v1_DrainRequest } from './mr/v1/DrainRequest.js';
import type { DrainingInput as _mr_v1_DrainingInput, Draining as _mr_v1_Draining } from './mr/v1/Draining.js';
import type { EndedInput as _mr_v1_EndedInput, Ended as _mr_v1_Ended } from './mr/v1/Ended.js';
import type { ErrorRecordInput as _mr_v1_ErrorRecordInput, ErrorRecord as _mr_v1_ErrorRecord } from './mr/v1/ErrorRecord.js';
import type { FailedInput as _mr_v1_FailedInput, Failed as _mr_v1_Failed } from './mr/v1/Failed.js';
import type { FetchFailedInput as _mr_v1_FetchFailedInput, FetchFailed as _mr_v1_FetchFailed } from './mr/v1/FetchFailed.js';
import type { GetBundleRequestInput as _mr_v1_GetBundleRequestInput, GetBundleRequest as _mr_v1_GetBundleRequest } from './mr/v1/GetBundleRequest.js';
import type { GoodbyeInput as _mr_v1_GoodbyeInput, Goodbye as _mr_v1_Goodbye } from './mr/v1/Goodbye.js';
import type { HeartbeatInput as _mr_v1_HeartbeatInput, Heartbeat as _mr_v1_Heartbeat } from './mr/v1/Heartbeat.js';
import type { HelloInput as _mr_v1_HelloInput, Hello as _mr_v1_Hello } from './mr/v1/Hello.js';
import type { HistoryBatchInput as _mr_v1_HistoryBatchInput, HistoryBatch as _mr_v1_HistoryBatch } from './mr/v1/HistoryBatch.js';
import type { InfoReplyInput as _mr_v1_InfoReplyInput, InfoReply as _mr_v1_InfoReply } from './mr/v1/InfoReply.js';
import type { InfoRequestInput as _mr_v1_InfoRequestInput, InfoRequest as _mr_v1_InfoRequest } from './mr/v1/InfoRequest.js';
import type { JobReplyInput as _mr_v1_JobReplyInput, JobReply as _mr_v1_JobReply } from './mr/v1/JobReply.js';
import type { JobRequestInput as _mr_v1_JobRequestInput, JobRequest as _mr_v1_JobRequest } from './mr/v1/JobRequest.js';
import type { JobSpecInput as _mr_v1_JobSpecInput, JobSpec as _mr_v1_JobSpec } from './mr/v1/JobSpec.js';
import type { JobsReplyInput as _mr_v1_JobsReplyInput, JobsReply as _mr_v1_JobsReply } from './mr/v1/JobsReply.js';
import type { JobsRequestInput as _mr_v1_JobsRequestInput, JobsRequest as _mr_v1_JobsRequest } from './mr/v1/JobsRequest.js';
import type { KeptOutputInput as _mr_v1_KeptOutputInput, KeptOutput as _mr_v1_KeptOutput } from './mr/v1/KeptOutput.js';
import type { LogBatchInput as _mr_v1_LogBatchInput, LogBatch as _mr_v1_LogBatch } from './mr/v1/LogBatch.js';
import type { LogLineInput as _mr_v1_LogLineInput, LogLine as _mr_v1_LogLine } from './mr/v1/LogLine.js';
import type { LogLinesInput as _mr_v1_LogLinesInput, LogLines as _mr_v1_LogLines } from './mr/v1/LogLines.js';
import type { LogsRequestInput as _mr_v1_LogsRequestInput, LogsRequest as _mr_v1_LogsRequest } from './mr/v1/LogsRequest.js';
import type { LostInput as _mr_v1_LostInput, Lost as _mr_v1_Lost } from './mr/v1/Lost.js';
import type { MasterEnvelopeInput as _mr_v1_MasterEnvelopeInput, MasterEnvelope as _mr_v1_MasterEnvelope } from './mr/v1/MasterEnvelope.js';
import type { MasterMessageInput as _mr_v1_MasterMessageInput, MasterMessage as _mr_v1_MasterMessage } from './mr/v1/MasterMessage.js';
import type { OutputRefInput as _mr_v1_OutputRefInput, OutputRef as _mr_v1_OutputRef } from './mr/v1/OutputRef.js';
import type { PartFileInput as _mr_v1_PartFileInput, PartFile as _mr_v1_PartFile } from './mr/v1/PartFile.js';
import type { PartsInput as _mr_v1_PartsInput, Parts as _mr_v1_Parts } from './mr/v1/Parts.js';
import type { PutBundleReplyInput as _mr_v1_PutBundleReplyInput, PutBundleReply as _mr_v1_PutBundleReply } from './mr/v1/PutBundleReply.js';
import type { RecordDigestInput as _mr_v1_RecordDigestInput, RecordDigest as _mr_v1_RecordDigest } from './mr/v1/RecordDigest.js';
import type { RedialWindowInput as _mr_v1_RedialWindowInput, RedialWindow as _mr_v1_RedialWindow } from './mr/v1/RedialWindow.js';
import type { RejectedInput as _mr_v1_RejectedInput, Rejected as _mr_v1_Rejected } from './mr/v1/Rejected.js';
import type { ResultInput as _mr_v1_ResultInput, Result as _mr_v1_Result } from './mr/v1/Result.js';
import type { SegmentsInput as _mr_v1_SegmentsInput, Segments as _mr_v1_Segments } from './mr/v1/Segments.js';
import type { SkippedRecordInput as _mr_v1_SkippedRecordInput, SkippedRecord as _mr_v1_SkippedRecord } from './mr/v1/SkippedRecord.js';
import type { SourceLocationInput as _mr_v1_SourceLocationInput, SourceLocation as _mr_v1_SourceLocation } from './mr/v1/SourceLocation.js';
import type { SourcesInput as _mr_v1_SourcesInput, Sources as _mr_v1_Sources } from './mr/v1/Sources.js';
import type { StageInput as _mr_v1_StageInput, Stage as _mr_v1_Stage } from './mr/v1/Stage.js';
import type { StopInput as _mr_v1_StopInput, Stop as _mr_v1_Stop } from './mr/v1/Stop.js';
import type { StoppedInput as _mr_v1_StoppedInput, Stopped as _mr_v1_Stopped } from './mr/v1/Stopped.js';
import type { SubmitReplyInput as _mr_v1_SubmitReplyInput, SubmitReply as _mr_v1_SubmitReply } from './mr/v1/SubmitReply.js';
import type { SubmitRequestInput as _mr_v1_SubmitRequestInput, SubmitRequest as _mr_v1_SubmitRequest } from './mr/v1/SubmitRequest.js';
import type { SucceededInput as _mr_v1_SucceededInput, Succeeded as _mr_v1_Succeeded } from './mr/v1/Succeeded.js';
import type { TaskReportInput as _mr_v1_TaskReportInput, TaskReport as _mr_v1_TaskReport } from './mr/v1/TaskReport.js';
import type { TotalInput as _mr_v1_TotalInput, Total as _mr_v1_Total } from './mr/v1/Total.js';
import type { TrimInput as _mr_v1_TrimInput, Trim as _mr_v1_Trim } from './mr/v1/Trim.js';
import type { WelcomeInput as _mr_v1_WelcomeInput, Welcome as _mr_v1_Welcome } from './mr/v1/Welcome.js';
import type { WorkerEnvelopeInput as _mr_v1_WorkerEnvelopeInput, WorkerEnvelope as _mr_v1_WorkerEnvelope } from './mr/v1/WorkerEnvelope.js';
import type { WorkerMessageInput as _mr_v1_WorkerMessageInput, WorkerMessage as _mr_v1_WorkerMessage } from './mr/v1/WorkerMessage.js';
import type { WorkersClient as _mr_v1_WorkersClient, WorkersDefinition as _mr_v1_WorkersDefinition } from './mr/v1/Workers.js';
import type { WorkersReplyInput as _mr_v1_WorkersReplyInput, WorkersReply as _mr_v1_WorkersReply } from './mr/v1/WorkersReply.js';
import type { WorkersRequestInput as _mr_v1_WorkersRequestInput, WorkersRequest as _mr_v1_WorkersRequest } from './mr/v1/WorkersRequest.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  mr: {
    v1: {
      Assign: MessageTypeDefinition<_mr_v1_AssignInput, _mr_v1_Assign>
      AttemptProgress: MessageTypeDefinition<_mr_v1_AttemptProgressInput, _mr_v1_AttemptProgress>
      AttemptRef: MessageTypeDefinition<_mr_v1_AttemptRefInput, _mr_v1_AttemptRef>
      BundleChunk: MessageTypeDefinition<_mr_v1_BundleChunkInput, _mr_v1_BundleChunk>
      CancelReply: MessageTypeDefinition<_mr_v1_CancelReplyInput, _mr_v1_CancelReply>
      CancelRequest: MessageTypeDefinition<_mr_v1_CancelRequestInput, _mr_v1_CancelRequest>
      Clients: SubtypeConstructor<typeof grpc.Client, _mr_v1_ClientsClient> & { service: _mr_v1_ClientsDefinition }
      Counter: MessageTypeDefinition<_mr_v1_CounterInput, _mr_v1_Counter>
      Discard: MessageTypeDefinition<_mr_v1_DiscardInput, _mr_v1_Discard>
      Drain: MessageTypeDefinition<_mr_v1_DrainInput, _mr_v1_Drain>
      DrainReply: MessageTypeDefinition<_mr_v1_DrainReplyInput, _mr_v1_DrainReply>
      DrainRequest: MessageTypeDefinition<_mr_v1_DrainRequestInput, _mr_v1_DrainRequest>
      Draining: MessageTypeDefinition<_mr_v1_DrainingInput, _mr_v1_Draining>
      Ended: MessageTypeDefinition<_mr_v1_EndedInput, _mr_v1_Ended>
      ErrorRecord: MessageTypeDefinition<_mr_v1_ErrorRecordInput, _mr_v1_ErrorRecord>
      Failed: MessageTypeDefinition<_mr_v1_FailedInput, _mr_v1_Failed>
      FetchFailed: MessageTypeDefinition<_mr_v1_FetchFailedInput, _mr_v1_FetchFailed>
      GetBundleRequest: MessageTypeDefinition<_mr_v1_GetBundleRequestInput, _mr_v1_GetBundleRequest>
      Goodbye: MessageTypeDefinition<_mr_v1_GoodbyeInput, _mr_v1_Goodbye>
      Heartbeat: MessageTypeDefinition<_mr_v1_HeartbeatInput, _mr_v1_Heartbeat>
      Hello: MessageTypeDefinition<_mr_v1_HelloInput, _mr_v1_Hello>
      HistoryBatch: MessageTypeDefinition<_mr_v1_HistoryBatchInput, _mr_v1_HistoryBatch>
      InfoReply: MessageTypeDefinition<_mr_v1_InfoReplyInput, _mr_v1_InfoReply>
      InfoRequest: MessageTypeDefinition<_mr_v1_InfoRequestInput, _mr_v1_InfoRequest>
      JobReply: MessageTypeDefinition<_mr_v1_JobReplyInput, _mr_v1_JobReply>
      JobRequest: MessageTypeDefinition<_mr_v1_JobRequestInput, _mr_v1_JobRequest>
      JobSpec: MessageTypeDefinition<_mr_v1_JobSpecInput, _mr_v1_JobSpec>
      JobsReply: MessageTypeDefinition<_mr_v1_JobsReplyInput, _mr_v1_JobsReply>
      JobsRequest: MessageTypeDefinition<_mr_v1_JobsRequestInput, _mr_v1_JobsRequest>
      KeptOutput: MessageTypeDefinition<_mr_v1_KeptOutputInput, _mr_v1_KeptOutput>
      LogBatch: MessageTypeDefinition<_mr_v1_LogBatchInput, _mr_v1_LogBatch>
      LogLine: MessageTypeDefinition<_mr_v1_LogLineInput, _mr_v1_LogLine>
      LogLines: MessageTypeDefinition<_mr_v1_LogLinesInput, _mr_v1_LogLines>
      LogsRequest: MessageTypeDefinition<_mr_v1_LogsRequestInput, _mr_v1_LogsRequest>
      Lost: MessageTypeDefinition<_mr_v1_LostInput, _mr_v1_Lost>
      MasterEnvelope: MessageTypeDefinition<_mr_v1_MasterEnvelopeInput, _mr_v1_MasterEnvelope>
      MasterMessage: MessageTypeDefinition<_mr_v1_MasterMessageInput, _mr_v1_MasterMessage>
      OutputRef: MessageTypeDefinition<_mr_v1_OutputRefInput, _mr_v1_OutputRef>
      PartFile: MessageTypeDefinition<_mr_v1_PartFileInput, _mr_v1_PartFile>
      Parts: MessageTypeDefinition<_mr_v1_PartsInput, _mr_v1_Parts>
      PutBundleReply: MessageTypeDefinition<_mr_v1_PutBundleReplyInput, _mr_v1_PutBundleReply>
      RecordDigest: MessageTypeDefinition<_mr_v1_RecordDigestInput, _mr_v1_RecordDigest>
      RedialWindow: MessageTypeDefinition<_mr_v1_RedialWindowInput, _mr_v1_RedialWindow>
      Rejected: MessageTypeDefinition<_mr_v1_RejectedInput, _mr_v1_Rejected>
      Result: MessageTypeDefinition<_mr_v1_ResultInput, _mr_v1_Result>
      Segments: MessageTypeDefinition<_mr_v1_SegmentsInput, _mr_v1_Segments>
      SkippedRecord: MessageTypeDefinition<_mr_v1_SkippedRecordInput, _mr_v1_SkippedRecord>
      SourceLocation: MessageTypeDefinition<_mr_v1_SourceLocationInput, _mr_v1_SourceLocation>
      Sources: MessageTypeDefinition<_mr_v1_SourcesInput, _mr_v1_Sources>
      Stage: MessageTypeDefinition<_mr_v1_StageInput, _mr_v1_Stage>
      Stop: MessageTypeDefinition<_mr_v1_StopInput, _mr_v1_Stop>
      Stopped: MessageTypeDefinition<_mr_v1_StoppedInput, _mr_v1_Stopped>
      SubmitReply: MessageTypeDefinition<_mr_v1_SubmitReplyInput, _mr_v1_SubmitReply>
      SubmitRequest: MessageTypeDefinition<_mr_v1_SubmitRequestInput, _mr_v1_SubmitRequest>
      Succeeded: MessageTypeDefinition<_mr_v1_SucceededInput, _mr_v1_Succeeded>
      TaskReport: MessageTypeDefinition<_mr_v1_TaskReportInput, _mr_v1_TaskReport>
      Total: MessageTypeDefinition<_mr_v1_TotalInput, _mr_v1_Total>
      Trim: MessageTypeDefinition<_mr_v1_TrimInput, _mr_v1_Trim>
      Welcome: MessageTypeDefinition<_mr_v1_WelcomeInput, _mr_v1_Welcome>
      WorkerEnvelope: MessageTypeDefinition<_mr_v1_WorkerEnvelopeInput, _mr_v1_WorkerEnvelope>
      WorkerMessage: MessageTypeDefinition<_mr_v1_WorkerMessageInput, _mr_v1_WorkerMessage>
      Workers: SubtypeConstructor<typeof grpc.Client, _mr_v1_WorkersClient> & { service: _mr_v1_WorkersDefinition }
      WorkersReply: MessageTypeDefinition<_mr_v1_WorkersReplyInput, _mr_v1_WorkersReply>
      WorkersRequest: MessageTypeDefinition<_mr_v1_WorkersRequestInput, _mr_v1_WorkersRequest>
    }
  }
}

