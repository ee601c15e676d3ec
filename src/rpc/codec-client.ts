/**
 * What clients are told: views, facts, log lines and the master's own particulars, to the wire and back.
 *
 * Views and facts are for showing and for `--json`; they are checked as far as callers rely on them (identity, state,
 * kind) and otherwise passed on as they came.
 */

import type { Fact } from "../engine/fact.js";
import type { JobView, WorkerView } from "../engine/view.js";
import * as check from "./check.js";
import { decodeJson } from "./json.js";
import type { LogLine, MasterInfo } from "./messages.js";
import type * as wire from "./wire.js";

const JOB_STATES = ["planning", "running", "publishing", "ended"] as const;
const OUTCOMES = ["done", "failed", "cancelled"] as const;

export function decodeJobView(bytes: unknown): JobView {
  const json = decodeJson(bytes, "job view");
  const view = check.object(json, "job view");
  check.jobId(view.id, "job view.id");
  check.list(view.stages, "job view.stages", check.object);
  const state = check.object(view.state, "job view.state");
  if (check.oneOf(state.kind, JOB_STATES, "job view.state.kind") === "ended") {
    const outcome = check.object(state.outcome, "job view.state.outcome");
    check.oneOf(outcome.kind, OUTCOMES, "job view.state.outcome.kind");
  }
  return json as unknown as JobView;
}

export function decodeWorkerView(bytes: unknown): WorkerView {
  const json = decodeJson(bytes, "worker view");
  const view = check.object(json, "worker view");
  check.workerId(view.worker, "worker view.worker");
  check.smallCount(view.slots, "worker view.slots");
  return json as unknown as WorkerView;
}

export function decodeFact(bytes: unknown): Fact {
  const json = decodeJson(bytes, "fact");
  const fact = check.object(json, "fact");
  check.number(fact.at, "fact.at");
  check.filledText(fact.kind, "fact.kind");
  return json as unknown as Fact;
}

export function decodeLogLine(line: wire.LogLine): LogLine {
  return {
    at: check.number(line.at, "log line.at"),
    task: line.task,
    attempt: line.attempt,
    worker: line.worker,
    text: line.text,
  };
}

export function decodeInfo(info: wire.InfoReply): MasterInfo {
  return {
    version: info.version,
    protocol: check.smallCount(info.protocol, "info.protocol"),
    epoch: check.count(info.epoch, "info.epoch"),
    workers: check.smallCount(info.workers, "info.workers"),
    slots: check.smallCount(info.slots, "info.slots"),
    jobsRunning: check.smallCount(info.jobsRunning, "info.jobsRunning"),
    startedAt: check.number(info.startedAt, "info.startedAt"),
  };
}
