import { describe, expect, it } from "vitest";
import { attemptOf } from "../../test/e2e/support/fake-master.js";
import type { AttemptFailure } from "../engine/graph.js";
import { attemptName } from "../engine/ids.js";
import type { MachineRoom, Room } from "./machine-room.js";
import { Pressure, shortageOf, taskToGiveUp } from "./pressure.js";

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const room = (totalBytes: number, freeBytes: number): Room => ({ totalBytes, freeBytes });
const memory = (...rooms: Room[]): MachineRoom => ({ memory: rooms, disk: [] });
const disk = (...rooms: Room[]): MachineRoom => ({ memory: [], disk: rooms });
const task = (index: number, bytes: number) => ({ attempt: attemptOf(index), bytes });

describe("a machine is short", () => {
  it("of memory when 80 % are used and less than 512 MiB are left", () => {
    expect(shortageOf(memory(room(GIB, 0.2 * GIB)), null)).toBe("memory");
    expect(shortageOf(memory(room(GIB, 0.21 * GIB)), null)).toBeNull();
    expect(shortageOf(memory(room(16 * GIB, 512 * MIB)), null)).toBe("memory");
  });

  it("of disk when 90 % are used and less than 1 GiB is left", () => {
    expect(shortageOf(disk(room(64 * MIB, 6 * MIB)), null)).toBe("disk");
    expect(shortageOf(disk(room(64 * MIB, 7 * MIB)), null)).toBeNull();
    expect(shortageOf(disk(room(500 * GIB, GIB)), null)).toBe("disk");
  });

  it("not on a laptop that others use too", () => {
    expect(shortageOf(memory(room(16 * GIB, 3 * GIB)), null)).toBeNull();
    expect(shortageOf(disk(room(500 * GIB, 40 * GIB)), null)).toBeNull();
  });

  it("when its group is, whatever the machine has", () => {
    expect(shortageOf(memory(room(64 * GIB, 60 * GIB), room(GIB, 100 * MIB)), null)).toBe("memory");
  });

  it("until a good deal more is left than where it began", () => {
    expect(shortageOf(memory(room(GIB, 0.24 * GIB)), "memory")).toBe("memory");
    expect(shortageOf(memory(room(GIB, 0.26 * GIB)), "memory")).toBeNull();
    expect(shortageOf(disk(room(64 * MIB, 7 * MIB)), "disk")).toBe("disk");
    expect(shortageOf(disk(room(64 * MIB, 8 * MIB)), "disk")).toBeNull();
    expect(shortageOf(disk(room(500 * GIB, 1.1 * GIB)), "disk")).toBe("disk");
  });

  it("of nothing where nothing can be known", () => {
    expect(shortageOf(memory(), null)).toBeNull();
    expect(taskToGiveUp(memory(), [task(0, GIB)])).toBeNull();
  });
});

describe("a task is given up", () => {
  const tasks = [task(0, 100 * MIB), task(1, 300 * MIB), task(2, 200 * MIB)];

  it("when 95 % are used: the largest", () => {
    expect(taskToGiveUp(memory(room(GIB, 0.05 * GIB)), tasks)?.task).toBe(tasks[1]);
    expect(taskToGiveUp(memory(room(GIB, 0.06 * GIB)), tasks)).toBeNull();
    expect(taskToGiveUp(memory(room(GIB, 0)), [])).toBeNull();
  });

  it("not while 256 MiB are left, nor when others have taken the memory", () => {
    expect(taskToGiveUp(memory(room(16 * GIB, 300 * MIB)), [task(0, 8 * GIB)])).toBeNull();
    expect(taskToGiveUp(memory(room(16 * GIB, 200 * MIB)), tasks)).toBeNull();
  });
});

describe("the watch", () => {
  /** A machine and an agent by hand; every look takes the next of `rooms`, the last one for ever. */
  function watch(rooms: MachineRoom[]) {
    let now = 0;
    let due = { at: 0, act: () => {} };
    const events: string[] = [];
    const failures: AttemptFailure[] = [];
    const pressure = new Pressure({
      look: () => (rooms.length > 1 ? rooms.shift() : rooms[0]) ?? memory(),
      tasks: () => [task(0, 400 * MIB), task(1, 500 * MIB)],
      giveUp: (attempt, failure) => {
        failures.push(failure);
        events.push(`${now} gives up ${attemptName(attempt)}`);
      },
      renewIdle: () => undefined,
      changed: () => events.push(`${now} ${pressure.shortOf}`),
      timers: {
        now: () => now,
        after: (delayMs, act) => {
          due = { at: now + delayMs, act };
          return () => undefined;
        },
      },
      log: { info: () => undefined, warn: () => undefined },
    });
    const pass = (ms: number) => {
      for (const end = now + ms; due.at <= end; ) {
        now = due.at;
        due.act();
      }
    };
    return { pressure, events, failures, pass };
  }
  const enough = memory(room(GIB, 0.5 * GIB));
  const short = memory(room(GIB, 0.1 * GIB));
  const gone = memory(room(GIB, 0));

  it("knows at its first question, without telling of it", () => {
    const { pressure, events } = watch([short]);
    expect(pressure.shortOf).toBe("memory");
    expect(events).toEqual([]);
  });

  it("tells of each change once", () => {
    const { events, pass } = watch([enough, short, short, short, enough]);
    pass(5_000);
    expect(events).toEqual(["1000 memory", "1300 null"]);
  });

  it("gives up one task in three seconds, as lost", () => {
    const { events, failures, pass } = watch([enough, gone]);
    pass(5_000);
    const given = events.filter((event) => event.includes("gives up"));
    expect(given).toEqual(["1000 gives up map-00001-a1", "4000 gives up map-00001-a1"]);
    expect(failures[0]).toMatchObject({ kind: "lost", error: { code: "MR_OUT_OF_MEMORY" } });
  });

  it("stays short for ten seconds after that", () => {
    const { events, pass } = watch([enough, gone, enough]);
    pass(15_000);
    expect(events).toEqual(["1000 memory", "1000 gives up map-00001-a1", "11000 null"]);
  });
});
