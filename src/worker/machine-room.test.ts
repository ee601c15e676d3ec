import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { groupsAround, memoryRooms, watchMachine } from "./machine-room.js";

const MIB = 2 ** 20;
const root = mkdtempSync(join(tmpdir(), "mr-groups-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function group(path: string, files: { readonly [name: string]: string }): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(root, path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
}

const MEMINFO =
  "MemTotal:       16384 kB\nMemFree:  1 kB\nMemAvailable:    4096 kB\nCached: 9 kB\n";
const MACHINE = { totalBytes: 16 * MIB, freeBytes: 4 * MIB };
const roomsOf = (cgroup: string) => memoryRooms(MEMINFO, groupsAround(cgroup, root));

describe("memory", () => {
  it("is the machine's where no group has a limit; the page cache counts as free", () => {
    group("memory/none", {
      "memory.limit_in_bytes": "9223372036854771712",
      "memory.usage_in_bytes": "1000",
    });
    expect(roomsOf("4:memory:/none\n3:cpuset:/\n")).toEqual([MACHINE]);
    expect(memoryRooms("", [])).toEqual([]);
  });

  it("is bounded by every group of version 1 around the process, its file pages taken off", () => {
    group("memory/a", { "memory.limit_in_bytes": `${8 * MIB}`, "memory.usage_in_bytes": `${MIB}` });
    group("memory/a/b", {
      "memory.limit_in_bytes": `${6 * MIB}`,
      "memory.usage_in_bytes": `${5 * MIB}`,
      "memory.stat": `cache ${4 * MIB}\nactive_file 7\ntotal_shmem ${MIB}\ntotal_inactive_file ${2 * MIB}\ntotal_active_file ${MIB}`,
    });
    expect(roomsOf("9:name=systemd:/x\n4:cpu,memory:/a/b\n")).toEqual([
      MACHINE,
      { totalBytes: 6 * MIB, freeBytes: 4 * MIB },
      { totalBytes: 8 * MIB, freeBytes: 7 * MIB },
    ]);
  });

  it("is bounded by groups of version 2", () => {
    group("c", { "memory.max": "max", "memory.current": "1" });
    group("c/d", {
      "memory.max": `${4 * MIB}`,
      "memory.current": `${4 * MIB}`,
      "memory.stat": `anon 5\nfile 6\nactive_file ${MIB}\ninactive_file ${MIB}\nslab_reclaimable ${MIB}`,
    });
    expect(roomsOf("0::/c/d\n")).toEqual([MACHINE, { totalBytes: 4 * MIB, freeBytes: 3 * MIB }]);
  });

  it("is bounded by the root's group in a container that sees only its own", () => {
    group("memory", { "memory.limit_in_bytes": `${2 * MIB}`, "memory.usage_in_bytes": "0" });
    const container = { totalBytes: 2 * MIB, freeBytes: 2 * MIB };
    expect(roomsOf("4:memory:/docker/0123\n")).toEqual([MACHINE, container]);
  });
});

it("finds this machine's memory and disk", () => {
  const { memory, disk } = watchMachine(root)();
  if (process.platform === "linux") expect(memory.length).toBeGreaterThan(0);
  for (const { totalBytes, freeBytes } of [...memory, ...disk]) {
    expect(freeBytes).toBeGreaterThan(0);
    expect(freeBytes).toBeLessThanOrEqual(totalBytes);
  }
  expect(watchMachine(join(root, "gone"))().disk).toEqual([]);
});
