import { describe, expect, it } from "vitest";
import type { Fact } from "./fact.js";
import type { JobId } from "./ids.js";
import { Story } from "./story.js";
import {
  checkJobTransition,
  checkTaskTransition,
  JOB_TRANSITIONS,
  TASK_TRANSITIONS,
} from "./transition.js";

const task = { job: "j1" as JobId, stage: "map", index: 3 };
const FACTS: readonly Fact["kind"][] = [
  "attempt-started",
  "attempt-ended",
  "task-completed",
  "task-reopened",
];

describe("transitions of tasks", () => {
  const states = ["waiting", "running", "done"] as const;
  const rows = states.flatMap((from) =>
    FACTS.flatMap((fact) => states.map((to) => [from, fact, to] as const)),
  );
  it.each(rows)("%s, %s, %s is allowed exactly when the table says so", (from, fact, to) => {
    const allowed = TASK_TRANSITIONS[from][fact]?.includes(to) === true;
    const check = () => checkTaskTransition(task, from, fact, to, new Story(10));
    if (allowed) expect(check).not.toThrow();
    else expect(check).toThrow(`${fact} cannot take it from ${from} to ${to}`);
  });

  it("tell the task's story when they fail", () => {
    const story = new Story(10);
    story.add({ at: 7, kind: "task-reopened", task, reason: "its worker is gone" });
    const check = () => checkTaskTransition(task, "done", "task-completed", "done", story);
    expect(check).toThrow("7 map-00003 reopened: its worker is gone");
  });
});

describe("transitions of jobs", () => {
  it("never leave the end", () => {
    expect(JOB_TRANSITIONS.ended).toEqual({});
    const again = () => checkJobTransition("j1", "ended", "job-ended", "ended");
    expect(again).toThrow("job j1: job-ended cannot take it from ended");
  });

  it("end a publishing job only by its outcome", () => {
    expect(() => checkJobTransition("j1", "publishing", "stage-added", "running")).toThrow();
    expect(() => checkJobTransition("j1", "publishing", "job-ended", "ended")).not.toThrow();
  });
});
