/**
 * Messages from worker to master, to the wire and back. Rules K1 and K2 of codec-parts.ts.
 */

import { unreachable } from "../engine/error.js";
import type { AttemptProgress, Shortage } from "../engine/event.js";
import * as check from "./check.js";
import { decodeAttempt, encodeAttempt } from "./codec-parts.js";
import { decodeFailure, decodeReport, encodeFailure, encodeReport } from "./codec-report.js";
import type { WorkerMessage } from "./messages.js";
import type * as wire from "./wire.js";

const SHORTAGES: readonly Shortage[] = ["memory", "disk"];

export function encodeWorkerMessage(message: WorkerMessage): wire.WorkerMessageInput {
  switch (message.kind) {
    case "hello":
      return { kind: "hello", hello: encodeHello(message) };
    case "heartbeat":
      return {
        kind: "heartbeat",
        heartbeat: {
          progress: message.progress.map(encodeProgress),
          peakMemoryBytes: check.count(message.peakMemoryBytes, "heartbeat.peakMemoryBytes"),
          shortOf: message.shortOf ?? "",
        },
      };
    case "succeeded":
      return {
        kind: "succeeded",
        succeeded: {
          attempt: encodeAttempt(message.attempt),
          report: encodeReport(message.report),
        },
      };
    case "ended":
      return {
        kind: "ended",
        ended: { attempt: encodeAttempt(message.attempt), ...encodeFailure(message.failure) },
      };
    case "log":
      return {
        kind: "log",
        log: { attempt: encodeAttempt(message.attempt), lines: [...message.lines] },
      };
    case "draining":
      return { kind: "draining", draining: {} };
    case "goodbye":
      return { kind: "goodbye", goodbye: { reason: message.reason } };
    default:
      return unreachable(message, "encodeWorkerMessage");
  }
}

/** Errors: MR_PROTOCOL. */
export function decodeWorkerMessage(message: wire.WorkerMessage): WorkerMessage {
  switch (message.kind) {
    case "hello":
      return decodeHello(check.present(message.hello, "hello"));
    case "heartbeat": {
      const heartbeat = check.present(message.heartbeat, "heartbeat");
      return {
        kind: "heartbeat",
        progress: heartbeat.progress.map((item) => ({
          attempt: decodeAttempt(item.attempt, "progress.attempt"),
          bytes: check.count(item.bytes, "progress.bytes"),
          records: check.count(item.records, "progress.records"),
        })),
        peakMemoryBytes: check.count(heartbeat.peakMemoryBytes, "heartbeat.peakMemoryBytes"),
        shortOf: decodeShortage(heartbeat.shortOf, "heartbeat.shortOf"),
      };
    }
    case "succeeded": {
      const succeeded = check.present(message.succeeded, "succeeded");
      return {
        kind: "succeeded",
        attempt: decodeAttempt(succeeded.attempt, "succeeded.attempt"),
        report: decodeReport(succeeded.report),
      };
    }
    case "ended": {
      const ended = check.present(message.ended, "ended");
      return {
        kind: "ended",
        attempt: decodeAttempt(ended.attempt, "ended.attempt"),
        failure: decodeFailure(ended),
      };
    }
    case "log": {
      const log = check.present(message.log, "log");
      return { kind: "log", attempt: decodeAttempt(log.attempt, "log.attempt"), lines: log.lines };
    }
    case "draining":
      return { kind: "draining" };
    case "goodbye":
      return { kind: "goodbye", reason: check.present(message.goodbye, "goodbye").reason };
    default:
      throw check.protocolError("worker message", "is of a kind that this version does not know");
  }
}

function decodeShortage(text: string, where: string): Shortage | null {
  return text === "" ? null : check.oneOf(text, SHORTAGES, where);
}

function encodeProgress(progress: AttemptProgress): wire.AttemptProgressInput {
  return {
    attempt: encodeAttempt(progress.attempt),
    bytes: check.count(progress.bytes, "progress.bytes"),
    records: check.count(progress.records, "progress.records"),
  };
}

function encodeHello(message: Extract<WorkerMessage, { kind: "hello" }>): wire.HelloInput {
  const { info, running, kept, shortOf, version, protocol } = message;
  return {
    ...info,
    running: running.map(encodeAttempt),
    kept: kept.map(({ attempt, path, sizeBytes, records }) => ({
      attempt: encodeAttempt(attempt),
      path,
      sizeBytes: check.count(sizeBytes, "hello.kept.sizeBytes"),
      records: check.count(records, "hello.kept.records"),
    })),
    slots: check.smallCount(info.slots, "hello.slots"),
    processId: check.smallCount(info.processId, "hello.processId"),
    shortOf: shortOf ?? "",
    version,
    protocol,
  };
}

function decodeHello(hello: wire.Hello): WorkerMessage {
  return {
    kind: "hello",
    info: {
      worker: check.workerId(hello.worker, "hello.worker"),
      incarnation: check.incarnation(hello.incarnation, "hello.incarnation"),
      slots: check.positive(hello.slots, "hello.slots"),
      hostId: check.filledText(hello.hostId, "hello.hostId"),
      dataAddress: check.text(hello.dataAddress, "hello.dataAddress"),
      processId: check.smallCount(hello.processId, "hello.processId"),
    },
    running: hello.running.map((attempt) => decodeAttempt(attempt, "hello.running")),
    kept: hello.kept.map(({ attempt, path, sizeBytes, records }) => ({
      attempt: decodeAttempt(attempt, "hello.kept"),
      path: check.filledText(path, "hello.kept.path"),
      sizeBytes: check.count(sizeBytes, "hello.kept.sizeBytes"),
      records: check.count(records, "hello.kept.records"),
    })),
    shortOf: decodeShortage(hello.shortOf, "hello.shortOf"),
    version: check.text(hello.version, "hello.version"),
    protocol: check.smallCount(hello.protocol, "hello.protocol"),
  };
}
