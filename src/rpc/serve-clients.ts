/**
 * The `Clients` service: every method is the same call on the master's own client, so that a caller in another process
 * gets exactly the answers of a caller in this one.
 */

import type { sendUnaryData, ServerReadableStream, ServerUnaryCall } from "@grpc/grpc-js";
import { MrError } from "../engine/error.js";
import { BUNDLE_LIMIT_BYTES } from "./bundle-limit.js";
import { jobId, protocolError, sha256Name } from "./check.js";
import { decodeJobSpec } from "./job-spec.js";
import { encodeJson } from "./json.js";
import type { Wire } from "./load.js";
import type { MasterClient } from "./messages.js";
import { pipeToCall } from "./serve-stream.js";
import { toStatus } from "./status.js";
import type { BundleChunk, ClientsHandlers, HistoryBatchInput, LogBatchInput } from "./wire.js";

export function clientsHandlers(wire: Wire, client: MasterClient): ClientsHandlers {
  return {
    Info: unary(wire, () => client.info()),
    Submit: unary(wire, async ({ specJson }) => ({
      job: await client.submit(decodeJobSpec(specJson)),
    })),
    Job: unary(wire, async ({ job }) => ({
      viewJson: encodeJson(await client.job(jobId(job, "job"))),
    })),
    Jobs: unary(wire, async () => ({ viewsJson: (await client.jobs()).map(encodeJson) })),
    Workers: unary(wire, async () => ({ viewsJson: (await client.workers()).map(encodeJson) })),
    Cancel: unary(wire, async ({ job, reason }) => {
      await client.cancel(jobId(job, "job"), reason);
      return {};
    }),
    Drain: unary(wire, async ({ worker }) => {
      await client.drain(worker);
      return {};
    }),
    History: (call) => {
      void pipeToCall(wire, call, () => historyBatches(client, call.request.job));
    },
    Watch: (call) => {
      void pipeToCall(wire, call, () => watchReplies(client, call.request.job));
    },
    Logs: (call) => {
      const { job, follow } = call.request;
      void pipeToCall(wire, call, () => logBatches(client, job, follow));
    },
    PutBundle: (call, answer) => {
      receiveBundle(client, call).then(
        () => answer(null, {}),
        (error: unknown) => answer(toStatus(wire, error)),
      );
    },
  };
}

/** A unary method from a function: its promise is the answer, its rejection the status. */
function unary<Request, Reply>(wire: Wire, serve: (request: Request) => Promise<Reply>) {
  return (call: ServerUnaryCall<Request, Reply>, answer: sendUnaryData<Reply>) => {
    serve(call.request).then(
      (reply) => answer(null, reply),
      (error: unknown) => answer(toStatus(wire, error)),
    );
  };
}

const HISTORY_BATCH_BYTES = 1 << 20;

async function* historyBatches(
  client: MasterClient,
  job: string,
): AsyncGenerator<HistoryBatchInput> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for (const fact of await client.history(jobId(job, "job"))) {
    const json = encodeJson(fact);
    if (bytes + json.length > HISTORY_BATCH_BYTES && batch.length > 0) {
      yield { factsJson: batch };
      [batch, bytes] = [[], 0];
    }
    batch.push(json);
    bytes += json.length;
  }
  if (batch.length > 0) yield { factsJson: batch };
}

async function* watchReplies(client: MasterClient, job: string) {
  for await (const view of client.watch(jobId(job, "job"))) yield { viewJson: encodeJson(view) };
}

async function* logBatches(
  client: MasterClient,
  job: string,
  follow: boolean,
): AsyncGenerator<LogBatchInput> {
  for await (const line of client.logs(jobId(job, "job"), follow)) yield { lines: [line] };
}

async function receiveBundle(
  client: MasterClient,
  call: ServerReadableStream<BundleChunk, unknown>,
): Promise<void> {
  let sha256: string | null = null;
  let bytes = 0;
  const chunks: Buffer[] = [];
  for await (const value of call) {
    const chunk = value as BundleChunk;
    sha256 ??= sha256Name(chunk.sha256, "bundle");
    bytes += chunk.data.length;
    if (bytes > BUNDLE_LIMIT_BYTES) {
      throw new MrError("MR_JOB_INVALID", `the job's bundle is larger than ${BUNDLE_LIMIT_BYTES}`);
    }
    chunks.push(chunk.data);
  }
  if (sha256 === null) throw protocolError("bundle", "has no chunks");
  await client.putBundle(sha256, Buffer.concat(chunks));
}
