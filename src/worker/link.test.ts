/** What the link does that a whole worker does not show: closing while dialling, messages in order. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeMaster } from "../../test/e2e/support/fake-master.js";
import { until } from "../../test/e2e/support/processes.js";
import { MrError } from "../engine/error.js";
import type { MasterMessage } from "../rpc/messages.js";
import { Link, type LinkOptions } from "./link.js";
import type { Session } from "./services.js";

interface Scene {
  readonly link: Link;
  readonly heard: string[];
}

function start(
  open: LinkOptions["open"],
  reconnect: LinkOptions["reconnect"] = "forever",
  { random = Math.random, lost = (_pauseMs: number): void => undefined } = {},
): Scene {
  const heard: string[] = [];
  const link = new Link({
    open,
    reconnect,
    random,
    events: {
      hello: () => ({ kind: "hello" }) as never,
      joined: () => heard.push("joined"),
      message: (message) => heard.push(message.kind),
      lost: (error, pauseMs) => {
        heard.push(error.code);
        lost(pauseMs);
      },
      nameTaken: (_error, patienceMs) => heard.push(`taken, ${patienceMs} ms`),
    },
  });
  return { link, heard };
}

test("messages that come with the welcome are heard after it, in order, and none after the end", async () => {
  const master = new FakeMaster();
  const drain: MasterMessage = { kind: "drain" };
  const { link, heard } = start(async (request) => {
    const session = await master.openSession(request);
    request.onMessage(session.welcome);
    request.onMessage(drain);
    return session;
  });
  await until("joined", () => heard.length === 2);
  await link.close();
  master.session.request.onMessage(drain);
  expect(heard).toEqual(["joined", "drain"]);
  expect(await link.ended).toBeNull();
});

test("a close does not wait for a dial, and a session that comes too late is closed", async () => {
  let arrive: (session: Session) => void = () => undefined;
  let closed = false;
  const { link, heard } = start(() => new Promise((resolve) => (arrive = resolve)));
  await link.close();
  arrive({
    welcome: { kind: "welcome" } as never,
    send: () => undefined,
    close: async () => void (closed = true),
  });
  await until("the late session is closed", () => closed);
  expect(heard).toEqual([]);
});

test.each([0, 1, 2, 3, 4, 5, 6])(
  "a close %i steps after a session came closes it, and ends",
  {
    timeout: 2_000,
  },
  async (steps) => {
    let arrive: (session: Session) => void = () => undefined;
    let closed = 0;
    let over: () => void = () => undefined;
    const { link } = start((request) => {
      over = () => request.onClose(null);
      return new Promise((resolve) => (arrive = resolve));
    });
    arrive({
      welcome: { kind: "welcome" } as never,
      send: () => undefined,
      close: async () => {
        closed += 1;
        over();
      },
    });
    for (let step = 0; step < steps; step++) await Promise.resolve();
    await link.close();
    await until("the session is closed", () => closed > 0);
    expect(closed).toBe(1);
  },
);

test("a close ends the pause between two tries at once", async () => {
  const { link, heard } = start(() => Promise.reject(new MrError("MR_UNREACHABLE", "no")));
  await until("the pauses have grown", () => heard.length >= 3);
  const before = performance.now();
  await link.close();
  expect(performance.now() - before).toBeLessThan(300);
});

test("a first dial that fails is tried a few times even when reconnecting is forbidden", async () => {
  let dials = 0;
  const refuse = () => {
    dials += 1;
    return Promise.reject(new MrError("MR_UNREACHABLE", "no"));
  };
  const { link } = start(refuse, "never");
  expect((await link.ended)?.code).toBe("MR_UNREACHABLE");
  expect(dials).toBe(3);
});

test("a lost session is dialled again within the window that the master told of last", async () => {
  const master = new FakeMaster();
  const pauses: number[] = [];
  const { link, heard } = start(master.openSession, "forever", {
    random: () => 0.5,
    lost: (pauseMs) => void pauses.push(pauseMs),
  });
  await until("joined", () => heard.includes("joined"));
  master.send({ kind: "redial-window", windowMs: 9_000 });
  master.send({ kind: "redial-window", windowMs: 6_000 });
  master.session.break();
  await until("lost", () => pauses.length === 1);
  expect(pauses).toEqual([3_000]);
  await link.close();
});

const TAKEN = new MrError("MR_CONFIG", "a worker called w is already connected");

describe("a name that is taken", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => void vi.useRealTimers());

  test("at first may be our last life's: it is tried until that must be gone, said once, then a mistake", async () => {
    let dials = 0;
    const { link, heard } = start(() => {
      dials += 1;
      return Promise.reject(TAKEN);
    });
    const ended = vi.fn<(end: MrError | null) => void>();
    void link.ended.then(ended);
    await vi.advanceTimersByTimeAsync(14_000);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(ended).toHaveBeenCalledWith(TAKEN);
    expect(heard).toEqual(["taken, 15000 ms"]);
    expect(dials).toBeGreaterThan(10);
    expect(dials).toBeLessThan(20);
  });

  test("at first is ours as soon as the master has given up the last life", async () => {
    const master = new FakeMaster();
    master.refusal = TAKEN;
    const { link, heard } = start(master.openSession);
    await vi.advanceTimersByTimeAsync(9_000);
    master.refusal = null;
    await vi.advanceTimersByTimeAsync(1_500);
    expect(heard).toEqual(["taken, 15000 ms", "joined"]);
    await link.close();
  });

  test("is a mistake at once where nobody can have lived before", async () => {
    const { link } = start(() => Promise.reject(TAKEN), "never");
    expect(await link.ended).toBe(TAKEN);
  });

  test("does not hold up a close", async () => {
    const { link } = start(() => Promise.reject(TAKEN));
    await vi.advanceTimersByTimeAsync(3_500);
    await link.close();
    expect(await link.ended).toBeNull();
  });

  test("is a matter of patience after a break", async () => {
    const master = new FakeMaster();
    const { link, heard } = start(master.openSession);
    await vi.advanceTimersByTimeAsync(1);
    master.refusal = TAKEN;
    master.session.break();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(heard).toContain("MR_CONFIG");
    master.refusal = null;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(heard.at(-1)).toBe("joined");
    await link.close();
  });
});
