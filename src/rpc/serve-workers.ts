/**
 * The `Workers` service: sessions and bundles over gRPC.
 *
 * Owns: turning a stream into a WorkerLink. Talks to: the master through MasterService alone.
 */

import type { ServerDuplexStream } from "@grpc/grpc-js";
import { MrError } from "../engine/error.js";
import { BatchWriter, messageSize } from "./batch-writer.js";
import { CHUNK_BYTES } from "./channel.js";
import { sha256Name } from "./check.js";
import { encodeMasterMessage } from "./codec-master.js";
import { decodeWorkerMessage } from "./codec-worker.js";
import type { Wire } from "./load.js";
import { pipeToCall } from "./serve-stream.js";
import { toStatus } from "./status.js";
import type {
  MasterEnvelopeInput,
  MasterMessageInput,
  WorkerEnvelope,
  WorkersHandlers,
} from "./wire.js";
import type { MasterService } from "./worker-link.js";

export function workersHandlers(wire: Wire, service: MasterService): WorkersHandlers {
  return {
    Session: (call) => serveSession(wire, service, call),
    GetBundle: (call) => {
      void pipeToCall(wire, call, () => bundleChunks(service, call.request.sha256));
    },
  };
}

async function* bundleChunks(service: MasterService, sha256: string) {
  const bytes = await service.bundle(sha256Name(sha256, "bundle"));
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    yield { sha256: "", data: Buffer.from(bytes.subarray(start, start + CHUNK_BYTES)) };
  }
}

type SessionCall = ServerDuplexStream<WorkerEnvelope, MasterEnvelopeInput>;

function serveSession(wire: Wire, service: MasterService, call: SessionCall): void {
  let over = false;
  const writer = new BatchWriter<MasterMessageInput, MasterEnvelopeInput>({
    stream: call,
    pack: (messages) => ({ messages }),
    sizeOf: messageSize,
    onOverflow: () => end(new MrError("MR_WORKER_LOST", "the worker reads too slowly")),
  });
  const handler = service.session({
    peer: call.getPeer(),
    send: (message) => {
      try {
        writer.push(encodeMasterMessage(message));
      } catch (error) {
        end(MrError.from(error));
      }
    },
    close: () => writer.end(),
  });
  /** First caller decides how the session ended; a stream says so several times and in several ways. */
  const end = (error: MrError | null) => {
    if (over) return;
    over = true;
    if (error === null) {
      writer.end();
    } else {
      writer.discard();
      if (!call.destroyed && !call.cancelled) call.emit("error", toStatus(wire, error));
    }
    handler.closed(error);
  };
  call.on("data", (envelope: WorkerEnvelope) => {
    try {
      for (const message of envelope.messages) {
        if (!over) handler.message(decodeWorkerMessage(message));
      }
    } catch (error) {
      end(MrError.from(error, "MR_PROTOCOL"));
    }
  });
  // A lost connection says `end` first and `cancelled` in the same turn.
  call.on("end", () => setImmediate(() => end(null)));
  call.on("error", (error: Error) => end(MrError.from(error, "MR_WORKER_LOST")));
  // Also comes after an orderly end, when it changes nothing any more.
  call.on("cancelled", () => end(new MrError("MR_WORKER_LOST", "the connection was lost")));
}
