/**
 * Messages from master to worker, to the wire and back. Rules K1 and K2 of codec-parts.ts.
 */

import { unreachable } from "../engine/error.js";
import type { Json } from "../engine/job.js";
import type { AssignedStage, TaskView } from "../engine/view.js";

import type { Edge, Sink } from "../engine/graph.js";
import * as check from "./check.js";
import {
  decodeAttempt,
  decodeError,
  decodeLocation,
  encodeAttempt,
  encodeError,
  encodeLocation,
} from "./codec-parts.js";
import { decodeJobSpec } from "./job-spec.js";
import { decodeJson, encodeJson } from "./json.js";
import type { MasterMessage } from "./messages.js";
import type * as wire from "./wire.js";

export function encodeMasterMessage(message: MasterMessage): wire.MasterMessageInput {
  switch (message.kind) {
    case "welcome": {
      const { epoch, version, heartbeatIntervalMs, dataToken } = message;
      return { kind: "welcome", welcome: { epoch, version, heartbeatIntervalMs, dataToken } };
    }
    case "rejected":
      return { kind: "rejected", rejected: { error: encodeError(message.error) } };
    case "job":
      return { kind: "job", job: { specJson: encodeJson(message.spec) } };
    case "stage":
      return {
        kind: "stage",
        stage: {
          job: message.job,
          stageJson: encodeJson(message.stage),
          upstreamJson: encodeJson(message.upstream),
        },
      };
    case "assign":
      return {
        kind: "assign",
        assign: {
          attempt: encodeAttempt(message.attempt),
          payloadJson: encodeJson(message.payload),
        },
      };
    case "stop":
      return {
        kind: "stop",
        stop: { attempt: encodeAttempt(message.attempt), reason: message.reason },
      };
    case "sources":
      return {
        kind: "sources",
        sources: {
          job: message.job,
          stage: message.stage,
          tasks: check.smallCount(message.tasks, "sources.tasks"),
          outputs: message.outputs.map(encodeLocation),
        },
      };
    case "trim": {
      const { job, stage } = message;
      return {
        kind: "trim",
        trim: { job, stage, from: check.smallCount(message.from, "trim.from") },
      };
    }
    case "discard":
      return { kind: "discard", discard: { job: message.job } };
    case "drain":
      return { kind: "drain", drain: {} };
    case "redial-window":
      return { kind: "redialWindow", redialWindow: { windowMs: message.windowMs } };
    default:
      return unreachable(message, "encodeMasterMessage");
  }
}

/** Errors: MR_PROTOCOL. */
export function decodeMasterMessage(message: wire.MasterMessage): MasterMessage {
  switch (message.kind) {
    case "welcome":
      return decodeWelcome(check.present(message.welcome, "welcome"));
    case "rejected": {
      const rejected = check.present(message.rejected, "rejected");
      return { kind: "rejected", error: decodeError(rejected.error, "rejected.error") };
    }
    case "job":
      return { kind: "job", spec: decodeJobSpec(check.present(message.job, "job").specJson) };
    case "stage":
      return decodeStage(check.present(message.stage, "stage"));
    case "assign": {
      const assign = check.present(message.assign, "assign");
      return {
        kind: "assign",
        attempt: decodeAttempt(assign.attempt, "assign.attempt"),
        payload: decodeJson(assign.payloadJson, "assign.payload"),
      };
    }
    case "stop": {
      const stop = check.present(message.stop, "stop");
      return {
        kind: "stop",
        attempt: decodeAttempt(stop.attempt, "stop.attempt"),
        reason: stop.reason,
      };
    }
    case "sources": {
      const sources = check.present(message.sources, "sources");
      return {
        kind: "sources",
        job: check.jobId(sources.job, "sources.job"),
        stage: check.name(sources.stage, "sources.stage"),
        tasks: check.smallCount(sources.tasks, "sources.tasks"),
        outputs: sources.outputs.map((output) => decodeLocation(output, "sources.output")),
      };
    }
    case "trim": {
      const trim = check.present(message.trim, "trim");
      return {
        kind: "trim",
        job: check.jobId(trim.job, "trim.job"),
        stage: check.name(trim.stage, "trim.stage"),
        from: check.smallCount(trim.from, "trim.from"),
      };
    }
    case "discard":
      return {
        kind: "discard",
        job: check.jobId(check.present(message.discard, "discard").job, "discard.job"),
      };
    case "drain":
      return { kind: "drain" };
    case "redialWindow": {
      const { windowMs } = check.present(message.redialWindow, "redialWindow");
      return { kind: "redial-window", windowMs: check.positive(windowMs, "redialWindow.windowMs") };
    }
    default:
      throw check.protocolError("master message", "is of a kind that this version does not know");
  }
}

function decodeWelcome(welcome: wire.Welcome): MasterMessage {
  return {
    kind: "welcome",
    epoch: check.count(welcome.epoch, "welcome.epoch"),
    version: check.text(welcome.version, "welcome.version"),
    heartbeatIntervalMs: check.positive(welcome.heartbeatIntervalMs, "welcome.heartbeatIntervalMs"),
    dataToken: check.text(welcome.dataToken, "welcome.dataToken"),
  };
}

function decodeStage(message: wire.Stage): MasterMessage {
  return {
    kind: "stage",
    job: check.jobId(message.job, "stage.job"),
    stage: decodeAssignedStage(decodeJson(message.stageJson, "stage")),
    upstream: decodeUpstream(decodeJson(message.upstreamJson, "stage.upstream")),
  };
}

function decodeAssignedStage(json: Json): AssignedStage {
  const stage = check.object(json, "stage");
  return {
    name: check.name(stage.name, "stage.name"),
    edges: check.list(stage.edges, "stage.edges", decodeEdge),
    sink: decodeSink(stage.sink),
    body: (stage.body ?? null) as Json,
  };
}

function decodeEdge(value: unknown, where: string): Edge {
  const edge = check.object(value, where);
  return {
    kind: check.oneOf(edge.kind, ["shuffle", "broadcast"], `${where}.kind`),
    from: check.name(edge.from, `${where}.from`),
  };
}

function decodeSink(value: unknown): Sink {
  const sink = check.object(value, "stage.sink");
  const kind = check.oneOf(sink.kind, ["segments", "part", "result"], "stage.sink.kind");
  if (kind !== "segments") return { kind };
  return { kind, partitions: check.positive(sink.partitions, "stage.sink.partitions") };
}

function decodeUpstream(json: Json): TaskView["upstream"] {
  const stages = Object.entries(check.object(json, "stage.upstream"));
  return Object.fromEntries(stages.map(([name, value]) => [name, decodeUpstreamStage(value)]));
}

function decodeUpstreamStage(value: unknown): TaskView["upstream"][string] {
  const stage = check.object(value, "stage.upstream");
  const totals = Object.entries(check.object(stage.totals, "stage.upstream.totals"));
  return {
    tasks: check.smallCount(stage.tasks, "stage.upstream.tasks"),
    results: check.list(stage.results, "stage.upstream.results", check.text),
    totals: Object.fromEntries(totals.map(([name, total]) => [name, check.number(total, name)])),
  };
}
