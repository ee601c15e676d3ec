/**
 * A worker's session with its master: one bidirectional stream, dialled by the worker.
 *
 * S1. The promise resolves with the master's welcome. Messages that arrive with it are delivered in a later turn,
 *     so that the caller holds the session before its first message.
 * S2. `onClose` is called exactly once after the promise has resolved, and nothing is delivered after it.
 */

import type { ClientDuplexStream } from "@grpc/grpc-js";
import { MrError } from "../engine/error.js";
import { BatchWriter, messageSize } from "./batch-writer.js";
import { openChannel, type Channel, type ConnectOptions } from "./channel.js";
import { decodeMasterMessage } from "./codec-master.js";
import { encodeWorkerMessage } from "./codec-worker.js";
import type { MasterMessage, WorkerMessage } from "./messages.js";
import { isServiceError } from "./read-stream.js";
import { unreachable } from "./status.js";
import type {
  MasterEnvelope,
  WorkerEnvelopeInput,
  WorkerMessageInput,
  WorkersClient,
} from "./wire.js";

export interface WorkerSessionOptions extends ConnectOptions {
  readonly hello: Extract<WorkerMessage, { kind: "hello" }>;
  /** Every message in order, `welcome` first; never called before the session's promise has resolved. */
  readonly onMessage: (message: MasterMessage) => void;
  /** Called once, when the session is over; null when `close` ended it. Not called when opening it failed. */
  readonly onClose: (error: MrError | null) => void;
}

export type Welcome = Extract<MasterMessage, { kind: "welcome" }>;

export interface WorkerSession {
  readonly welcome: Welcome;
  /**
   * Queues; what is queued in one turn goes out in one write, what may wait for `patienceMs` with what follows.
   * After the end it does nothing.
   */
  send(message: WorkerMessage, patienceMs?: number): void;
  /** Sends what is queued, then ends the session. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const CLOSE_GRACE_MS = 1_000;

/** Errors: MR_UNREACHABLE, MR_UNAUTHENTICATED, MR_VERSION_SKEW, or what the master says when it refuses the worker. */
export async function openWorkerSession(options: WorkerSessionOptions): Promise<WorkerSession> {
  const channel = await openChannel("Workers", options);
  try {
    await channel.ready();
    const session = new Session(channel, options);
    return await session.opened;
  } catch (error) {
    channel.close();
    throw error;
  }
}

type SessionStream = ClientDuplexStream<WorkerEnvelopeInput, MasterEnvelope>;

class Session {
  readonly opened: Promise<WorkerSession>;
  readonly #options: WorkerSessionOptions;
  readonly #channel: Channel<WorkersClient>;
  readonly #stream: SessionStream;
  readonly #writer: BatchWriter<WorkerMessageInput, WorkerEnvelopeInput>;
  /** Messages that came before the caller held the session; null once it does. */
  #early: MasterMessage[] | null = [];
  #welcomed = false;
  #closing = false;
  #over = false;
  /** The master's own words for ending the session, when it had some. */
  #rejection: MrError | null = null;
  /** Why the session is over. */
  #ending: MrError | null = null;
  #resolve: (session: WorkerSession) => void = () => undefined;
  #reject: (error: MrError) => void = () => undefined;
  #whenOver: () => void = () => undefined;

  constructor(channel: Channel<WorkersClient>, options: WorkerSessionOptions) {
    this.#channel = channel;
    this.#options = options;
    this.#stream = channel.stub.session();
    this.#writer = new BatchWriter({
      stream: this.#stream,
      pack: (messages) => ({ messages }),
      sizeOf: messageSize,
      onOverflow: () => this.#end(unreachable(channel.address, "it reads too slowly")),
    });
    this.opened = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#listen();
    this.#writer.push(encodeWorkerMessage(options.hello));
  }

  #listen(): void {
    const patience = this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
    const timer = setTimeout(() => {
      this.#end(unreachable(this.#channel.address, `no welcome within ${patience / 1000} s`));
    }, patience);
    this.opened.catch(() => undefined).finally(() => clearTimeout(timer));
    this.#stream.on("data", (envelope: MasterEnvelope) => this.#receive(envelope));
    this.#stream.on("end", () => this.#end(null));
    this.#stream.on("error", (error: Error) => {
      this.#end(isServiceError(error) ? this.#channel.explain(error) : MrError.from(error));
    });
  }

  #receive(envelope: MasterEnvelope): void {
    try {
      for (const message of envelope.messages) this.#deliver(decodeMasterMessage(message));
    } catch (error) {
      this.#end(MrError.from(error, "MR_PROTOCOL"));
    }
  }

  #deliver(message: MasterMessage): void {
    if (this.#over) return;
    if (message.kind === "rejected") this.#rejection = MrError.fromRecord(message.error);
    if (this.#early === null) {
      this.#options.onMessage(message);
      return;
    }
    this.#early.push(message);
    if (message.kind === "welcome" && !this.#welcomed) this.#begin(message);
  }

  #begin(welcome: Welcome): void {
    this.#welcomed = true;
    this.#resolve({
      welcome,
      send: (message, patienceMs) => this.#writer.push(encodeWorkerMessage(message), patienceMs),
      close: () => this.#close(),
    });
    setImmediate(() => this.#deliverEarly());
  }

  #deliverEarly(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const message of early) this.#options.onMessage(message);
    if (this.#over) this.#options.onClose(this.#closing ? null : this.#ending);
  }

  #end(error: MrError | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#ending = this.#rejection ?? error ?? this.#abandoned();
    this.#writer.discard();
    // A cancel in the turn in which data arrived has crashed Node's http2 before: give it a turn of its own.
    setImmediate(() => {
      this.#stream.cancel();
      this.#channel.close();
    });
    this.#whenOver();
    if (!this.#welcomed) this.#reject(this.#ending);
    else if (this.#early === null) this.#options.onClose(this.#closing ? null : this.#ending);
  }

  #abandoned(): MrError {
    return unreachable(this.#channel.address, "the master has ended the session");
  }

  async #close(): Promise<void> {
    if (this.#over) return;
    this.#closing = true;
    const over = new Promise<void>((resolve) => {
      this.#whenOver = resolve;
    });
    this.#writer.end();
    const timer = setTimeout(() => this.#end(null), CLOSE_GRACE_MS);
    await over;
    clearTimeout(timer);
  }
}
