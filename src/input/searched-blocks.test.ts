import { unlinkSync } from "node:fs";
import { expect, it } from "vitest";
import { giveSearchRoom, SEARCH_ROOM_BYTES, takeSearchRoom } from "../kernels/literal-kernel.js";
import type { InputFormat } from "./input-format.js";
import { blockBytesOf, openBlocks } from "./open-blocks.js";
import { LIMIT_BYTES, plainRange, readRecords, testFolder } from "./test-support.js";

const folder = testFolder();
const hits: InputFormat = { kind: "lines", as: "text", literals: ["hit", "strike"] };
const options = { recordLimitBytes: LIMIT_BYTES };

/** Whether nobody has the search's room. */
function roomIsFree(): boolean {
  const room = takeSearchRoom(1);
  if (room !== null) giveSearchRoom();
  return room !== null;
}

it("K4: a block that is searched lies in the search's room, which is free again when the source is closed", async () => {
  const path = folder.write("one.txt", "a hit\nnone\n");
  const source = openBlocks(plainRange(path, 0, 11), hits, options);
  expect(roomIsFree()).toBe(false);
  const block = await source.next();
  await source.close();
  await source.close();
  const room = takeSearchRoom(SEARCH_ROOM_BYTES) as Buffer;
  expect(block?.bytes.buffer).toBe(room.buffer);
  expect(room.subarray(0, 11).toString()).toBe("a hit\nnone\n");
  giveSearchRoom();
});

it("K4: a source that fails gives the room back, too, and one that is not searched does not take it", async () => {
  const path = folder.write("gone.txt", "a hit\n");
  unlinkSync(path);
  await expect(readRecords(plainRange(path, 0, 6), hits)).rejects.toThrow("cannot open");
  expect(roomIsFree()).toBe(true);
  const kept = folder.write("all.txt", "a hit\n");
  const source = openBlocks(plainRange(kept, 0, 6), { ...hits, literals: null }, options);
  expect(roomIsFree()).toBe(true);
  await source.close();
});

it("K4: of two sources at once each gives its own lines", async () => {
  const one = folder.write("first.txt", "hit one\n".repeat(1000));
  const two = folder.write("second.txt", "strike two\n".repeat(1000));
  const first = openBlocks(plainRange(one, 0, 8000), hits, { ...options, blockBytes: 800 });
  const second = openBlocks(plainRange(two, 0, 11_000), hits, { ...options, blockBytes: 1100 });
  for (let blocks = 0; blocks < 10; blocks++) {
    const [a, b] = [await first.next(), await second.next()];
    expect(a?.bytes.toString("latin1", a.start, a.end)).toBe("hit one\n".repeat(100));
    expect(b?.bytes.toString("latin1", b.start, b.end)).toBe("strike two\n".repeat(100));
  }
  await Promise.all([first.close(), second.close()]);
});

it("finds the same lines wherever a file is cut, with lines longer than the room", async () => {
  const long = `${"x".repeat(SEARCH_ROOM_BYTES + 100)} hit`;
  const all = ["hit", "no", "a strike", "", long, "nothing", "hit again", long, "end hit"];
  const text = all.join("\n");
  const path = folder.write("long.txt", text);
  const expected = all.filter((line) => /hit|strike/.test(line));
  const cuts = [0, 1, 3, 4, 15, 17, 18, 1000, SEARCH_ROOM_BYTES, text.length - 8, text.length - 1];
  for (const cut of cuts) {
    const found: unknown[] = [];
    for (const range of [plainRange(path, 0, cut), plainRange(path, cut, text.length)]) {
      const records = await readRecords(range, hits, { blockBytes: blockBytesOf(hits) });
      found.push(...records.map(({ record }) => record));
    }
    expect(found).toEqual(expected);
  }
});
