/**
 * The generated types under one roof: `Input` types are what we may send, the others what we receive.
 * Only the codecs and the thin wrappers around gRPC import them.
 */

export type { AttemptRef, AttemptRefInput } from "./generated/mr/v1/AttemptRef.js";
export type { ErrorRecord, ErrorRecordInput } from "./generated/mr/v1/ErrorRecord.js";
export type { RecordDigest, RecordDigestInput } from "./generated/mr/v1/RecordDigest.js";
export type { SourceLocation, SourceLocationInput } from "./generated/mr/v1/SourceLocation.js";
export type { WorkerEnvelope, WorkerEnvelopeInput } from "./generated/mr/v1/WorkerEnvelope.js";
export type { WorkerMessage, WorkerMessageInput } from "./generated/mr/v1/WorkerMessage.js";
export type { TaskReport, TaskReportInput } from "./generated/mr/v1/TaskReport.js";
export type { Ended, EndedInput } from "./generated/mr/v1/Ended.js";
export type { MasterEnvelope, MasterEnvelopeInput } from "./generated/mr/v1/MasterEnvelope.js";
export type { MasterMessage, MasterMessageInput } from "./generated/mr/v1/MasterMessage.js";
export type { SkippedRecord, SkippedRecordInput } from "./generated/mr/v1/SkippedRecord.js";
export type { PartFile, PartFileInput } from "./generated/mr/v1/PartFile.js";
export type { LogLine, LogLineInput } from "./generated/mr/v1/LogLine.js";
export type { LogBatch, LogBatchInput } from "./generated/mr/v1/LogBatch.js";
export type { HistoryBatch, HistoryBatchInput } from "./generated/mr/v1/HistoryBatch.js";
export type { JobReply, JobReplyInput } from "./generated/mr/v1/JobReply.js";
export type { JobsReply } from "./generated/mr/v1/JobsReply.js";
export type { SubmitReply } from "./generated/mr/v1/SubmitReply.js";
export type { WorkersReply } from "./generated/mr/v1/WorkersReply.js";
export type { InfoReply, InfoReplyInput } from "./generated/mr/v1/InfoReply.js";
export type { BundleChunk, BundleChunkInput } from "./generated/mr/v1/BundleChunk.js";
export type { ClientsClient, ClientsHandlers } from "./generated/mr/v1/Clients.js";
export type { WorkersClient, WorkersHandlers } from "./generated/mr/v1/Workers.js";
export type { ProtoGrpcType } from "./generated/mr.js";
export type { AttemptProgress, AttemptProgressInput } from "./generated/mr/v1/AttemptProgress.js";
export type { Hello, HelloInput } from "./generated/mr/v1/Hello.js";
export type { Welcome, WelcomeInput } from "./generated/mr/v1/Welcome.js";
export type { Stage, StageInput } from "./generated/mr/v1/Stage.js";
