/**
 * Wire form and back for the words that several messages share: attempts, errors, digests, locations.
 *
 * K1. Encoding checks too: a number that the wire cannot hold exactly is refused by the sender, with the field's name.
 * K2. Decoding is total: it gives a checked value or an MrError, whatever the bytes were.
 */

import type { SourceLocation } from "../engine/command.js";
import { isErrorCode, type ErrorRecord } from "../engine/error.js";
import type { RecordDigest } from "../engine/graph.js";
import type { AttemptRef } from "../engine/ids.js";
import * as check from "./check.js";
import type * as wire from "./wire.js";

export function encodeAttempt(attempt: AttemptRef): wire.AttemptRefInput {
  return {
    job: attempt.job,
    stage: attempt.stage,
    index: check.smallCount(attempt.index, "attempt.index"),
    attempt: check.positive(attempt.attempt, "attempt.attempt"),
  };
}

export function decodeAttempt(value: wire.AttemptRef | null, where: string): AttemptRef {
  const attempt = check.present(value, where);
  return {
    job: check.jobId(attempt.job, `${where}.job`),
    stage: check.name(attempt.stage, `${where}.stage`),
    index: check.smallCount(attempt.index, `${where}.index`),
    attempt: check.positive(attempt.attempt, `${where}.attempt`),
  };
}

export function encodeError(error: ErrorRecord): wire.ErrorRecordInput {
  return {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

/** An error is never refused because of how it is told: a code that we do not know becomes part of the text. */
export function decodeError(value: wire.ErrorRecord | null, where: string): ErrorRecord {
  const error = check.present(value, where);
  return {
    ...(isErrorCode(error.code)
      ? { code: error.code, message: error.message }
      : { code: "MR_INTERNAL", message: `${error.code}: ${error.message}` }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

export function encodeDigest(digest: RecordDigest, where: string): wire.RecordDigestInput {
  return { records: check.count(digest.records, `${where}.records`), sum: digest.sum };
}

const DIGEST_SUM = /^[0-9a-f]{16}$/;

export function decodeDigest(value: wire.RecordDigest | null, where: string): RecordDigest {
  const digest = check.present(value, where);
  if (!DIGEST_SUM.test(digest.sum)) {
    throw check.protocolError(`${where}.sum`, "must be 16 hex digits");
  }
  return { records: check.count(digest.records, `${where}.records`), sum: digest.sum };
}

export function encodeLocation(location: SourceLocation): wire.SourceLocationInput {
  return {
    ...location,
    index: check.smallCount(location.index, "location.index"),
    attempt: check.positive(location.attempt, "location.attempt"),
    sizeBytes: check.count(location.sizeBytes, "location.sizeBytes"),
  };
}

export function decodeLocation(value: wire.SourceLocation, where: string): SourceLocation {
  return {
    index: check.smallCount(value.index, `${where}.index`),
    attempt: check.positive(value.attempt, `${where}.attempt`),
    worker: check.workerId(value.worker, `${where}.worker`),
    incarnation: check.incarnation(value.incarnation, `${where}.incarnation`),
    hostId: check.text(value.hostId, `${where}.hostId`),
    dataAddress: check.text(value.dataAddress, `${where}.dataAddress`),
    path: check.filledText(value.path, `${where}.path`),
    sizeBytes: check.count(value.sizeBytes, `${where}.sizeBytes`),
  };
}
