/**
 * What is done to a run, by name. The numbers T.. are those of docs/reliability.md.
 */

import type { FaultName } from "./faults.js";

export interface Plan {
  readonly title: string;
  readonly faults: readonly FaultName[];
  /** Strikes in a run, one after the other. */
  readonly strikes: number;
  /** A strike comes after a pause that the seed draws below this. */
  readonly withinMs: number;
  /** Runs of the ordinary suite; 0: by hand only, because it takes long. */
  readonly rounds: number;
  /** How long a map and a reduce take. */
  readonly taskMs: number;
  /** The run must have ended within. */
  readonly limitMs: number;
  /** False where no output is lost, so that none may be made again. */
  readonly rerunsAllowed: boolean;
  /** False where nothing that is done is the job's fault, so that no attempt may count as failed. */
  readonly failuresAllowed: boolean;
}

const ORDINARY = {
  withinMs: 1_000,
  taskMs: 50,
  limitMs: 60_000,
  rerunsAllowed: true,
  failuresAllowed: false,
} as const;

export const PLANS: Readonly<Record<string, Plan>> = {
  mixed: {
    ...ORDINARY,
    title: "machines, links and disks fail: the bytes are those of an undisturbed run",
    faults: [
      ...["kill-worker", "kill-runner", "stop-worker", "cut-link"],
      ...["flip-segment", "remove-segment", "fill-disk"],
    ] as FaultName[],
    strikes: 4,
    rounds: 4,
    failuresAllowed: true,
  },
  worker: {
    ...ORDINARY,
    title: "T01: one of four workers is killed at a random moment",
    faults: ["kill-worker"],
    strikes: 1,
    rounds: 3,
  },
  master: {
    ...ORDINARY,
    title: "T17: the master is killed at a random moment; no completed task runs again",
    faults: ["kill-master"],
    strikes: 1,
    rounds: 3,
    rerunsAllowed: false,
  },
  everything: {
    ...ORDINARY,
    title: "everything fails, the master too",
    faults: [
      ...[
        "kill-worker",
        "kill-runner",
        "stop-worker",
        "stop-worker-long",
        "cut-link",
        "cut-workers",
      ],
      ...["flip-segment", "remove-segment", "fill-disk", "kill-master", "drain-worker"],
    ] as FaultName[],
    strikes: 6,
    rounds: 0,
    taskMs: 200,
    limitMs: 120_000,
    failuresAllowed: true,
  },
  "many-workers": {
    ...ORDINARY,
    title: "T02: a random worker is killed every two seconds and comes back",
    faults: ["kill-worker"],
    strikes: 30,
    withinMs: 1_000,
    rounds: 0,
    taskMs: 1_000,
    limitMs: 180_000,
  },
  pauses: {
    ...ORDINARY,
    title: "T12: a worker is stopped until it is dead, and goes on",
    faults: ["stop-worker-long"],
    strikes: 1,
    rounds: 0,
  },
  partition: {
    ...ORDINARY,
    title: "T13: a worker is cut off from its master or from another worker, not from the rest",
    faults: ["cut-from-master-long", "cut-workers"],
    strikes: 1,
    rounds: 0,
    taskMs: 300,
  },
  flapping: {
    ...ORDINARY,
    title: "T27: a link goes down and up every three seconds",
    faults: ["flap-link"],
    strikes: 50,
    withinMs: 1,
    rounds: 0,
    taskMs: 2_000,
    limitMs: 240_000,
  },
  rolling: {
    ...ORDINARY,
    title: "T28: all workers are drained and started again one by one, then the master",
    faults: ["rolling-restart"],
    strikes: 1,
    withinMs: 100,
    rounds: 1,
    taskMs: 300,
  },
};
