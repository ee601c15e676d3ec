/** What a worker's membership leaves behind when it ends: nothing (R3). */

import { expect, test } from "vitest";
import { FakeMaster } from "../../test/e2e/support/fake-master.js";
import { until } from "../../test/e2e/support/processes.js";
import { CountedTimers } from "../../test/sim/counted-timers.js";
import { MrError } from "../engine/error.js";
import type { Incarnation } from "../engine/ids.js";
import { Membership, type MembershipOptions } from "./membership.js";
import type { OpenSession } from "./services.js";
import { REAL_TIMERS, type Timers } from "./timers.js";

function membershipOf(open: OpenSession, timers: Timers, warnings: string[] = []): Membership {
  const place = {
    slots: { peakMemoryBytes: 0 },
    workspace: { kept: () => [] },
    timers,
  } as unknown as MembershipOptions["place"];
  return new Membership({
    place,
    open,
    reconnect: "forever",
    info: () => ({ worker: "w", slots: 1, hostId: "h", dataAddress: "h:1", processId: 1 }) as never,
    shortOf: () => null,
    newIncarnation: () => "0011223344556677" as Incarnation,
    random: () => 0,
    master: () => "the master",
    log: { info: () => undefined, warn: (message) => warnings.push(message) },
    joined: () => undefined,
    drain: () => undefined,
  });
}

test("R3: a worker that is welcomed while it leaves has no heartbeat left when it is gone", async () => {
  const master = new FakeMaster();
  const timers = new CountedTimers(REAL_TIMERS);
  let welcome: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (welcome = resolve));
  const membership = membershipOf(async (request) => {
    await asked;
    return master.openSession(request);
  }, timers);
  membership.stopWorking("told to");
  welcome();
  await until("the late welcome", () => master.of("heartbeat").length > 0);
  membership.sayGoodbye("told to");
  await membership.close();
  expect(master.of("goodbye").length).toBe(1);
  expect(timers.armed).toBe(0);
});

test("R3: one that leaves while its master is away has no grace left", async () => {
  const master = new FakeMaster();
  const timers = new CountedTimers(REAL_TIMERS);
  const warnings: string[] = [];
  const membership = membershipOf(master.openSession, timers, warnings);
  await until("it has joined", () => master.of("heartbeat").length > 0);
  master.refusal = new MrError("MR_UNREACHABLE", "nobody there");
  master.session.break();
  await until("it has noticed", () => warnings.length > 0);
  expect(timers.armed).toBeGreaterThan(0);
  await membership.close();
  expect(timers.armed).toBe(0);
});
