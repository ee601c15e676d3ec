/**
 * Which fact may take a task or a job from which state to which. What is not in the table cannot happen.
 *
 * Owns: the two tables and the error for an absent row. Talks to: story.
 *
 *   task:  waiting --attempt-started--> running --task-completed--> done --task-reopened--> waiting
 *          running --attempt-started--> running        (a backup)
 *          running --attempt-ended----> running        (one of two)
 *          running --attempt-ended----> waiting        (the last one)
 *          waiting, done --task-restored--> done       (its output came back with its worker)
 *
 *   job:   planning --stage-added--> running --job-publishing--> publishing --job-ended--> ended
 *          planning, running --job-ended--> ended; planning --job-publishing--> publishing (nothing to do)
 *
 * X1. An absent row is a bug of ours: it fails loudly, with what had happened to the task.
 */

import { MrError } from "./error.js";
import type { Fact } from "./fact.js";
import { type TaskRef, taskName } from "./ids.js";
import type { Story } from "./story.js";
import type { TaskState } from "./task-table.js";
import type { JobState } from "./view.js";

type Rows<Kind extends string> = {
  readonly [From in Kind]: { readonly [K in Fact["kind"]]?: readonly Kind[] };
};

export const TASK_TRANSITIONS: Rows<TaskState["kind"]> = {
  waiting: { "attempt-started": ["running"], "task-restored": ["done"] },
  running: {
    "attempt-started": ["running"],
    "attempt-ended": ["running", "waiting"],
    "task-completed": ["done"],
  },
  done: { "task-reopened": ["waiting"], "task-restored": ["done"] },
};

export const JOB_TRANSITIONS: Rows<JobState["kind"]> = {
  planning: {
    "input-planned": ["planning"],
    "stage-added": ["running"],
    "job-publishing": ["publishing"],
    "job-ended": ["ended"],
  },
  running: {
    "input-planned": ["running"],
    "stage-added": ["running"],
    "job-publishing": ["publishing"],
    "job-ended": ["ended"],
  },
  publishing: { "job-ended": ["ended"] },
  ended: {},
};

export function checkTaskTransition(
  task: TaskRef,
  from: TaskState["kind"],
  fact: Fact["kind"],
  to: TaskState["kind"],
  story: Story,
): void {
  if (TASK_TRANSITIONS[from][fact]?.includes(to) === true) return;
  throw brokenTransition(task, `${fact} cannot take it from ${from} to ${to}`, story);
}

export function checkJobTransition(
  job: string,
  from: JobState["kind"],
  fact: Fact["kind"],
  to: JobState["kind"],
): void {
  if (JOB_TRANSITIONS[from][fact]?.includes(to) === true) return;
  throw new MrError("MR_INTERNAL", `job ${job}: ${fact} cannot take it from ${from} to ${to}`);
}

export function brokenTransition(task: TaskRef, what: string, story: Story): MrError {
  const lines = story.of(task);
  const told = lines.length === 0 ? "nothing is known of it" : lines.join("\n  ");
  return new MrError(
    "MR_INTERNAL",
    `${taskName(task)} of ${task.job}: ${what}. Its story:\n  ${told}`,
    {
      hint: "This is a bug of the engine; please report it with the text above.",
    },
  );
}
