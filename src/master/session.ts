/**
 * One connected worker: its link, and what it has already been told.
 */

import type { WorkerInfo } from "../engine/event.js";
import type { AttemptRef, Incarnation, JobId, WorkerId } from "../engine/ids.js";
import type { AssignedStage, TaskView } from "../engine/view.js";
import type { WorkerLink } from "../rpc/worker-link.js";

export class Session {
  readonly link: WorkerLink;
  readonly worker: WorkerId;
  readonly incarnation: Incarnation;
  /** Stages that the worker knows, by job; a job is known when it has an entry. */
  readonly #known = new Map<JobId, Set<string>>();

  constructor(link: WorkerLink, info: WorkerInfo) {
    this.link = link;
    this.worker = info.worker;
    this.incarnation = info.incarnation;
  }

  assign(attempt: AttemptRef, task: TaskView): void {
    let stages = this.#known.get(attempt.job);
    if (stages === undefined) {
      stages = new Set();
      this.#known.set(attempt.job, stages);
      this.link.send({ kind: "job", spec: task.spec });
    }
    if (!stages.has(attempt.stage)) {
      stages.add(attempt.stage);
      const { name, edges, sink, body } = task.stage;
      const stage: AssignedStage = { name, edges, sink, body };
      this.link.send({ kind: "stage", job: attempt.job, stage, upstream: task.upstream });
    }
    this.link.send({ kind: "assign", attempt, payload: task.payload });
  }

  discard(job: JobId): void {
    this.#known.delete(job);
    this.link.send({ kind: "discard", job });
  }
}
