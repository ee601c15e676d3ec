import { describe, expect, it } from "vitest";
import type { JobId } from "./ids.js";
import { Story } from "./story.js";

const task = { job: "j1" as JobId, stage: "map", index: 0 };

describe("Story", () => {
  it("tells the facts about one task, oldest first", () => {
    const story = new Story(10);
    story.add({ at: 1, kind: "task-reopened", task, reason: "first" });
    story.add({ at: 2, kind: "task-reopened", task: { ...task, index: 1 }, reason: "other" });
    story.add({ at: 3, kind: "task-reopened", task, reason: "second" });
    expect(story.of(task)).toEqual(["1 map-00000 reopened: first", "3 map-00000 reopened: second"]);
  });

  it("is bounded: the oldest facts fall out", () => {
    const story = new Story(3);
    for (let at = 1; at <= 8; at += 1) {
      story.add({ at, kind: "task-reopened", task, reason: `${at}` });
    }
    expect(story.of(task).map((line) => line.at(-1))).toEqual(["6", "7", "8"]);
  });
});
