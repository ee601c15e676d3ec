/**
 * The invariants that hold after every run, whatever was done to it. Each violation is one line that begins with the
 * invariant's number; no line means that all hold.
 *
 * I1 one committed attempt a task, and the published files are its files
 * I2 the output is that of the undisturbed run
 * I3 nothing is lost or doubled between input, map, reduce and output
 * I4 nothing is accepted from an attempt or a worker that was given up
 * I5 the run ends, in time and well
 * I7 memory stays inside its limits
 * I8 journal and snapshots give the same state
 * I9 counters count once a task
 * (I6, nothing stays behind, is looked at when all processes have ended.)
 */

import { sameDigest, sumDigests } from "../../src/engine/digest-sum.js";
import type { Fact } from "../../src/engine/fact.js";
import type { TaskReport } from "../../src/engine/graph.js";
import { parseManifest } from "../../src/output/manifest.js";
import { digestOf, type Evidence, type Expected } from "./evidence.js";

export function violationsOf(evidence: Evidence, expected: Expected): string[] {
  return [
    ...checkEnd(evidence),
    ...checkCommits(evidence),
    ...checkOutput(evidence, expected),
    ...checkConservation(evidence, expected),
    ...checkStaleness(evidence),
    ...checkMemory(evidence, expected),
    ...checkCounters(evidence, expected),
  ];
}

function checkEnd({ exitCode, stderr, elapsedMs, limitMs, replayed }: Evidence): string[] {
  const found: string[] = [];
  if (exitCode !== 0) found.push(`I5 the run ended with ${exitCode}: ${stderr.trim().slice(-600)}`);
  if (elapsedMs > limitMs) found.push(`I5 the run took ${elapsedMs} ms, more than ${limitMs}`);
  if (replayed !== null && replayed !== 0) {
    found.push(`I8 replay of the journal ended with ${replayed}`);
  }
  return found;
}

/**
 * Reports that count: of each task that of its last completion, or of the one that was restored after it. A task that was
 * opened again keeps its report: its new attempt is given up when the last reader that wanted it has what it read before.
 */
function winners(facts: readonly Fact[]): Map<string, TaskReport> {
  const all = new Map<string, TaskReport>();
  const counted = new Map<string, TaskReport>();
  for (const fact of facts) {
    if (fact.kind === "task-completed") {
      all.set(attemptKey(fact.attempt), fact.report);
      counted.set(taskName(fact.attempt), fact.report);
    }
    if (fact.kind === "task-restored") {
      const report = all.get(attemptKey(fact.attempt));
      if (report !== undefined) counted.set(taskName(fact.attempt), report);
    }
  }
  return counted;
}

function taskName({ stage, index }: { readonly stage: string; readonly index: number }): string {
  return `${stage}-${index}`;
}

function checkCommits({ facts, manifest }: Evidence): string[] {
  const found: string[] = [];
  /** The attempt that each finished task has won with. */
  const done = new Map<string, string>();
  const completed = new Set<string>();
  for (const fact of facts) {
    switch (fact.kind) {
      case "task-completed":
      case "task-restored": {
        const name = taskName(fact.attempt);
        const key = attemptKey(fact.attempt);
        const again = fact.kind === "task-restored";
        if (again && !completed.has(key)) found.push(`I1 ${key} was restored and had never won`);
        const before = done.get(name);
        if (before !== undefined && !(again && before === key)) {
          found.push(`I1 two attempts of task ${name} were committed`);
        }
        completed.add(key);
        done.set(name, key);
        break;
      }
      case "task-reopened":
        done.delete(taskName(fact.task));
        break;
      default:
        break;
    }
  }
  if (manifest === null) return [...found, "I1 there is no manifest"];
  const published = parseManifest(manifest, "_SUCCESS").parts;
  const committed = new Map(
    [...winners(facts).values()]
      .flatMap(({ output }) => (output.kind === "part" ? output.files : []))
      .map((file) => [file.name, file]),
  );
  for (const part of published) {
    const file = committed.get(part.name);
    const same = file?.checksum === part.checksum && file.records === part.records;
    if (!same) found.push(`I1 ${part.name} is not the file of the attempt that was committed`);
    committed.delete(part.name);
  }
  for (const name of committed.keys()) found.push(`I1 ${name} was committed and not published`);
  return found;
}

function checkOutput({ parts, verified }: Evidence, { digest }: Expected): string[] {
  const found: string[] = [];
  if (digestOf(parts) !== digest) found.push("I2 the output differs from the undisturbed one");
  if (verified !== 0) found.push(`I2 mr verify ended with ${verified}`);
  return found;
}

function checkConservation({ facts, manifest, parts }: Evidence, expected: Expected): string[] {
  const found: string[] = [];
  const reports = [...winners(facts).values()];
  const inputRecords = reports.reduce((sum, report) => sum + report.inputRecords, 0);
  const read = sumDigests(reports.map(({ shuffleDigest }) => shuffleDigest));
  const written = sumDigests(
    reports.flatMap(({ output }) => (output.kind === "segments" ? [output.digest] : [])),
  );
  if (inputRecords !== expected.inputRecords) {
    found.push(`I3 maps have read ${inputRecords} records of ${expected.inputRecords}`);
  }
  if (!sameDigest(written, read)) {
    found.push(`I3 reduces have read ${read.records} records of ${written.records} that were made`);
  }
  if (manifest === null) return found;
  for (const { name, records } of parseManifest(manifest, "_SUCCESS").parts) {
    const part = parts.find((one) => one.name === name);
    const lines = part === undefined ? null : part.bytes.filter((byte) => byte === 0x0a).length;
    if (lines !== records)
      found.push(`I3 ${name} has ${lines} records, its manifest says ${records}`);
  }
  return found;
}

/** An attempt that has ended, or whose worker was given up after it began, can complete nothing. */
function checkStaleness({ facts }: Evidence): string[] {
  const found: string[] = [];
  const lives = new Map<string, string>();
  const present = new Set<string>();
  for (const fact of facts) {
    switch (fact.kind) {
      case "worker-joined":
        present.add(`${fact.info.worker}/${fact.info.incarnation}`);
        break;
      case "worker-left":
        present.delete(`${fact.worker}/${fact.incarnation}`);
        break;
      case "attempt-started":
        lives.set(attemptKey(fact.attempt), `${fact.worker}/${fact.incarnation}`);
        break;
      case "attempt-ended":
        lives.delete(attemptKey(fact.attempt));
        break;
      case "task-restored":
        if (!present.has(`${fact.worker}/${fact.incarnation}`)) {
          found.push(
            `I4 ${attemptKey(fact.attempt)} was restored by a worker that had been given up`,
          );
        }
        break;
      case "task-completed": {
        const key = attemptKey(fact.attempt);
        const worker = lives.get(key);
        if (worker === undefined) found.push(`I4 attempt ${key} was over when it was committed`);
        else if (!present.has(worker))
          found.push(`I4 attempt ${key}: its worker had been given up`);
        break;
      }
      default:
        break;
    }
  }
  return found;
}

function attemptKey(ref: { stage: string; index: number; attempt: number }): string {
  return `${ref.stage}-${ref.index}-a${ref.attempt}`;
}

function checkMemory({ peakBytes }: Evidence, { memoryLimits }: Expected): string[] {
  return Object.entries(peakBytes)
    .filter(([program, bytes]) => bytes > (memoryLimits[program] ?? Number.POSITIVE_INFINITY))
    .map(([program, bytes]) => `I7 ${program} had ${Math.round(bytes / 2 ** 20)} MiB`);
}

function checkCounters({ counters }: Evidence, expected: Expected): string[] {
  return Object.entries(expected.counters)
    .filter(([name, value]) => counters[name] !== value)
    .map(([name, value]) => `I9 counter ${name} is ${counters[name]}, not ${value}`);
}
