// Original file: proto/mr.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BundleChunkInput as _mr_v1_BundleChunkInput, BundleChunk as _mr_v1_BundleChunk } from '../../mr/v1/BundleChunk.js';
import type { GetBundleRequestInput as _mr_v1_GetBundleRequestInput, GetBundleRequest as _mr_v1_GetBundleRequest } from '../../mr/v1/GetBundleRequest.js';
import type { MasterEnvelopeInput as _mr_v1_MasterEnvelopeInput, MasterEnvelope as _mr_v1_MasterEnvelope } from '../../mr/v1/MasterEnvelope.js';
import type { WorkerEnvelopeInput as _mr_v1_WorkerEnvelopeInput, WorkerEnvelope as _mr_v1_WorkerEnvelope } from '../../mr/v1/WorkerEnvelope.js';

export interface WorkersClient extends grpc.Client {
  GetBundle(argument: _mr_v1_GetBundleRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_BundleChunk>;
  GetBundle(argument: _mr_v1_GetBundleRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_BundleChunk>;
  getBundle(argument: _mr_v1_GetBundleRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_BundleChunk>;
  getBundle(argument: _mr_v1_GetBundleRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_mr_v1_BundleChunk>;
  
  Session(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_mr_v1_WorkerEnvelopeInput, _mr_v1_MasterEnvelope>;
  Session(options?: grpc.CallOptions): grpc.ClientDuplexStream<_mr_v1_WorkerEnvelopeInput, _mr_v1_MasterEnvelope>;
  session(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_mr_v1_WorkerEnvelopeInput, _mr_v1_MasterEnvelope>;
  session(options?: grpc.CallOptions): grpc.ClientDuplexStream<_mr_v1_WorkerEnvelopeInput, _mr_v1_MasterEnvelope>;
  
}

export interface WorkersHandlers extends grpc.UntypedServiceImplementation {
  GetBundle: grpc.handleServerStreamingCall<_mr_v1_GetBundleRequest, _mr_v1_BundleChunkInput>;
  
  Session: grpc.handleBidiStreamingCall<_mr_v1_WorkerEnvelope, _mr_v1_MasterEnvelopeInput>;
  
}

export interface WorkersDefinition extends grpc.ServiceDefinition {
  GetBundle: MethodDefinition<_mr_v1_GetBundleRequestInput, _mr_v1_BundleChunkInput, _mr_v1_GetBundleRequest, _mr_v1_BundleChunk>
  Session: MethodDefinition<_mr_v1_WorkerEnvelopeInput, _mr_v1_MasterEnvelopeInput, _mr_v1_WorkerEnvelope, _mr_v1_MasterEnvelope>
}
