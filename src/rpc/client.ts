/**
 * A master at the other end of a connection: the same interface as a master in this process.
 *
 * The connection is opened with the first call and again when it was lost; every error is an MrError.
 */

import type { JobId } from "../engine/ids.js";
import type { JobSpec } from "../engine/job.js";
import {
  callUnary,
  CHUNK_BYTES,
  openChannel,
  type Channel,
  type ConnectOptions,
} from "./channel.js";
import { jobId } from "./check.js";
import {
  decodeFact,
  decodeInfo,
  decodeJobView,
  decodeLogLine,
  decodeWorkerView,
} from "./codec-client.js";
import { encodeJson } from "./json.js";
import type { MasterClient } from "./messages.js";
import { readStream } from "./read-stream.js";
import { BatchWriter } from "./batch-writer.js";
import type {
  BundleChunkInput,
  ClientsClient,
  InfoReply,
  JobReply,
  JobsReply,
  SubmitReply,
  WorkersReply,
} from "./wire.js";

export type { ConnectOptions } from "./channel.js";

type ClientsChannel = Channel<ClientsClient>;

export function createMasterClient(options: ConnectOptions): MasterClient {
  let opened: Promise<ClientsChannel> | undefined;
  const open = () => {
    opened ??= openChannel("Clients", options);
    return opened;
  };
  return {
    async info() {
      const channel = await open();
      const reply = await callUnary<InfoReply>(channel, (options, done) =>
        channel.stub.info({}, options, done),
      );
      return decodeInfo(reply);
    },
    putBundle: async (sha256, bytes) => putBundle(await open(), sha256, bytes),
    submit: async (spec) => submit(await open(), spec),
    watch: (job) => watch(open, job),
    async job(job) {
      const channel = await open();
      const reply = await callUnary<JobReply>(channel, (options, done) =>
        channel.stub.job({ job }, options, done),
      );
      return decodeJobView(reply.viewJson);
    },
    async jobs() {
      const channel = await open();
      const reply = await callUnary<JobsReply>(channel, (options, done) =>
        channel.stub.jobs({}, options, done),
      );
      return reply.viewsJson.map(decodeJobView);
    },
    async workers() {
      const channel = await open();
      const reply = await callUnary<WorkersReply>(channel, (options, done) =>
        channel.stub.workers({}, options, done),
      );
      return reply.viewsJson.map(decodeWorkerView);
    },
    async cancel(job, reason) {
      const channel = await open();
      await callUnary(channel, (options, done) =>
        channel.stub.cancel({ job, reason }, options, done),
      );
    },
    async drain(worker) {
      const channel = await open();
      await callUnary(channel, (options, done) => channel.stub.drain({ worker }, options, done));
    },
    history: async (job) => history(await open(), job),
    logs: (job, follow) => logs(open, job, follow),
    async close() {
      if (opened !== undefined) (await opened).close();
    },
  };
}

async function submit(channel: ClientsChannel, spec: JobSpec): Promise<JobId> {
  const specJson = encodeJson(spec);
  const reply = await callUnary<SubmitReply>(channel, (options, done) =>
    channel.stub.submit({ specJson }, options, done),
  );
  return jobId(reply.job, "job");
}

async function* watch(open: () => Promise<ClientsChannel>, job: JobId) {
  const channel = await open();
  for await (const reply of readStream(channel, () => channel.stub.watch({ job }))) {
    yield decodeJobView(reply.viewJson);
  }
}

async function* logs(open: () => Promise<ClientsChannel>, job: JobId, follow: boolean) {
  const channel = await open();
  for await (const batch of readStream(channel, () => channel.stub.logs({ job, follow }))) {
    for (const line of batch.lines) yield decodeLogLine(line);
  }
}

async function history(channel: ClientsChannel, job: JobId) {
  const facts = [];
  for await (const batch of readStream(channel, () => channel.stub.history({ job }))) {
    for (const bytes of batch.factsJson) facts.push(decodeFact(bytes));
  }
  return facts;
}

async function putBundle(
  channel: ClientsChannel,
  sha256: string,
  bytes: Uint8Array,
): Promise<void> {
  await callUnary(channel, (options, done) => {
    const stream = channel.stub.putBundle(options, done);
    const writer = new BatchWriter<BundleChunkInput, BundleChunkInput>({
      stream,
      pack: ([chunk]) => chunk ?? {},
      sizeOf: () => CHUNK_BYTES,
      batchBytes: CHUNK_BYTES,
      onOverflow: () => stream.cancel(),
    });
    writer.push({ sha256, data: Buffer.alloc(0) });
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
      writer.push({ data: Buffer.from(bytes.subarray(start, start + CHUNK_BYTES)) });
    }
    writer.end();
  });
}
