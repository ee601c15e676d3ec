import { expect, test } from "vitest";
import { MrError } from "../engine/error.js";
import type { JobView } from "../engine/view.js";
import { follow } from "./follow.js";
import { endedView, fakeClient, JOB, jobView } from "./test-support.js";

function recorder() {
  const seen: string[] = [];
  const progress = {
    update: (view: JobView) => void seen.push(view.state.kind),
    note: (text: string) => void seen.push(text),
    end() {},
  };
  return { seen, progress };
}

async function* views(...list: JobView[]): AsyncGenerator<JobView> {
  yield* list;
}

test("every view is shown and the ended one returned", async () => {
  const { seen, progress } = recorder();
  const done = endedView({ kind: "done" });
  const client = fakeClient({ watch: () => views(jobView(), done) });
  expect(await follow(client, JOB, { progress })).toBe(done);
  expect(seen).toEqual(["running", "ended"]);
});

test("a master that comes back is followed on", async () => {
  const { seen, progress } = recorder();
  const done = endedView({ kind: "done" });
  let calls = 0;
  const client = fakeClient({
    watch: () => (++calls === 1 ? views(jobView()) : views(done)),
  });
  expect(await follow(client, JOB, { progress })).toBe(done);
  expect(seen[1]).toContain("waiting for the master");
});

test("a master that stays away, and any other error, ends the following", async () => {
  const { progress } = recorder();
  const away = fakeClient({ watch: () => views() });
  await expect(follow(away, JOB, { progress, patienceMs: 0 })).rejects.toMatchObject({
    code: "MR_UNREACHABLE",
  });
  const refusing = fakeClient({
    watch() {
      throw new MrError("MR_UNAUTHENTICATED", "no");
    },
  });
  await expect(follow(refusing, JOB, { progress })).rejects.toMatchObject({
    code: "MR_UNAUTHENTICATED",
  });
});

test("following stops at once when asked to, also while nothing happens", async () => {
  const { progress } = recorder();
  const stop = new AbortController();
  const client = fakeClient({
    async *watch() {
      yield jobView();
      await new Promise(() => {});
    },
  });
  setTimeout(() => stop.abort(), 10);
  expect(await follow(client, JOB, { progress, signal: stop.signal })).toBeNull();
});
