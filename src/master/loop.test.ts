import { describe, expect, test, vi } from "vitest";
import type { Command } from "../engine/command.js";
import type { Engine } from "../engine/engine.js";
import { MrError } from "../engine/error.js";
import type { Event } from "../engine/event.js";
import type { Fact } from "../engine/fact.js";
import type { JobId } from "../engine/ids.js";
import type { Journal } from "./journal.js";
import { type EventBody, Loop } from "./loop.js";

const cancel = (job: string): EventBody => ({
  kind: "job-cancelled",
  job: job as JobId,
  reason: "",
});

/** Everything that happens, in order; writes wait until the test lets them go. */
class Stage {
  readonly story: string[] = [];
  readonly fatal: MrError[] = [];
  readonly loop: Loop;
  sizeBytes = 0;
  failure: MrError | null = null;
  #release: (() => void)[] = [];
  held = false;

  constructor(clock: () => number = () => 1, looking = async (): Promise<void> => undefined) {
    const engine = { step: (event: Event) => this.#step(event) } as unknown as Engine;
    const journal = {
      append: (facts: readonly Fact[]) => this.#append(facts),
      giveUp: () => undefined,
      frames: async function* () {
        await looking();
        yield* [];
      },
      startGeneration: async () => {
        this.story.push("rewrite");
        this.sizeBytes = 0;
      },
    };
    Object.defineProperty(journal, "sizeBytes", { get: () => this.sizeBytes });
    this.loop = new Loop({
      engine,
      journal: journal as unknown as Journal,
      clock,
      perform: (command) => this.story.push(`perform ${"job" in command ? command.job : ""}`),
      onTurn: (facts) => this.story.push(`turn of ${facts.length}`),
      onFatal: (error) => this.fatal.push(error),
      log: () => undefined,
    });
  }

  release(): void {
    for (const go of this.#release.splice(0)) go();
  }

  #step(event: Event) {
    if (event.kind === "tick") return { facts: [], commands: [] };
    if (event.kind !== "job-cancelled") throw new MrError("MR_INTERNAL", "no such transition");
    this.story.push(`step ${event.job} at ${event.at}`);
    const fact = { kind: "job-ended", at: event.at, job: event.job } as Fact;
    const command: Command = { kind: "announce", job: event.job };
    return { facts: [fact], commands: [command] };
  }

  async #append(facts: readonly Fact[]): Promise<void> {
    this.story.push(`write ${facts.length}`);
    if (this.held) await new Promise<void>((resolve) => this.#release.push(resolve));
    if (this.failure !== null) throw this.failure;
    this.story.push("safe");
  }
}

const turns = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("the loop", () => {
  test("writes all facts of a turn at once, and performs only what is safe", async () => {
    const stage = new Stage();
    stage.loop.post(cancel("a"));
    await stage.loop.settle(cancel("b"));
    expect(stage.story).toEqual([
      "step a at 1",
      "step b at 1",
      "write 2",
      "safe",
      "perform a",
      "perform b",
      "turn of 2",
    ]);
  });

  test("collects what happens during a write for the next one", async () => {
    const stage = new Stage();
    stage.held = true;
    const answers: string[] = [];
    const settle = (job: string) => stage.loop.settle(cancel(job)).then(() => answers.push(job));
    const all = [settle("a")];
    await turns();
    all.push(settle("b"), settle("c"));
    await turns();
    expect(stage.story).toEqual(["step a at 1", "write 1"]);
    expect(answers).toEqual([]);
    stage.release();
    await turns();
    expect(answers).toEqual(["a"]);
    expect(stage.story.at(-1)).toBe("write 2");
    stage.release();
    await Promise.all(all);
    expect(answers).toEqual(["a", "b", "c"]);
  });

  test("lets nobody look at what is not yet safe", async () => {
    const stage = new Stage();
    stage.held = true;
    stage.loop.post(cancel("a"));
    await turns();
    const looked = stage.loop.read(() => stage.story.at(-1));
    stage.loop.post(cancel("b"));
    await turns();
    stage.release();
    expect(await looked).toBe("turn of 1");
    stage.release();
  });
});

describe("the loop, besides,", () => {
  test("looks at once when nothing is going on, and passes on what looking throws", async () => {
    const stage = new Stage();
    expect(await stage.loop.read(() => 7)).toBe(7);
    const failing = stage.loop.read(() => {
      throw new MrError("MR_UNKNOWN_JOB", "no");
    });
    await expect(failing).rejects.toMatchObject({ code: "MR_UNKNOWN_JOB" });
  });

  test("gives events times that never go back", async () => {
    const times = [5.9, 3, 7];
    const stage = new Stage(() => times.shift() ?? 0);
    for (const job of ["a", "b", "c"]) await stage.loop.settle(cancel(job));
    expect(stage.story.filter((line) => line.startsWith("step"))).toEqual([
      "step a at 5",
      "step b at 5",
      "step c at 7",
    ]);
  });

  test("writes nothing when there is nothing to remember", async () => {
    const stage = new Stage();
    await stage.loop.settle({ kind: "tick" });
    expect(stage.story).toEqual(["turn of 0"]);
  });

  test("rewrites a journal that has grown, once there are jobs in it that can go", async () => {
    const stage = new Stage();
    const rewrites = () => stage.story.filter((line) => line.startsWith("rewrite"));
    stage.sizeBytes = 17 << 20;
    for (let job = 0; job < 100; job++) await stage.loop.settle(cancel(`j${job}`));
    expect(rewrites()).toEqual([]);
    await stage.loop.settle(cancel("one more"));
    await stage.loop.settle(cancel("and another"));
    await vi.waitFor(() => expect(rewrites()).toEqual(["rewrite"]));
  });

  test("goes on while the journal is looked through, and rewrites it when that is done", async () => {
    let done = (): void => undefined;
    const looked = new Promise<void>((resolve) => (done = resolve));
    const stage = new Stage(undefined, () => looked);
    stage.sizeBytes = 17 << 20;
    for (let job = 0; job <= 110; job++) await stage.loop.settle(cancel(`j${job}`));
    expect(stage.story).not.toContain("rewrite");
    done();
    // Though nothing else happens.
    await vi.waitFor(() => expect(stage.story.at(-1)).toBe("rewrite"));
  });
});

describe("when the journal cannot be written", () => {
  test("nothing is performed or answered any more", async () => {
    const stage = new Stage();
    stage.failure = new MrError("MR_JOURNAL_IO", "fsync failed");
    await expect(stage.loop.settle(cancel("a"))).rejects.toThrow("fsync failed");
    await expect(stage.loop.settle(cancel("b"))).rejects.toThrow("fsync failed");
    await expect(stage.loop.read(() => 1)).rejects.toThrow("fsync failed");
    expect(stage.fatal).toHaveLength(1);
    expect(stage.story).toEqual(["step a at 1", "write 1"]);
  });

  test("or the engine is in an impossible state, everything stops as well", async () => {
    const stage = new Stage();
    const impossible: EventBody = { kind: "published", job: "a" as JobId };
    const both = [stage.loop.settle(cancel("a")), stage.loop.settle(impossible)];
    for (const answer of both) await expect(answer).rejects.toThrow("no such transition");
    expect(stage.fatal).toMatchObject([{ code: "MR_INTERNAL" }]);
    expect(stage.story).toEqual(["step a at 1"]);
  });
});

test("a stopped loop finishes what was posted, and takes nothing more", async () => {
  const stage = new Stage();
  const settled = stage.loop.settle(cancel("a"));
  await stage.loop.stop();
  await settled;
  await expect(stage.loop.settle(cancel("b"))).rejects.toMatchObject({ code: "MR_UNREACHABLE" });
  stage.loop.post(cancel("c"));
  await turns();
  expect(stage.story.filter((line) => line.startsWith("step"))).toEqual(["step a at 1"]);
});
