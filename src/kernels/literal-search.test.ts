import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { giveSearchRoom, SEARCH_ROOM_BYTES, takeSearchRoom } from "./literal-kernel.js";
import { createLiteralSearch, type LiteralSearch, PlainSearch } from "./literal-search.js";

const LINE_FEED = 10;
const WINDOW = SEARCH_ROOM_BYTES;

afterEach(giveSearchRoom);

/** Where the lines begin that hold the literal, found as readers of lines do. */
function linesWith(search: LiteralSearch, bytes: Buffer, end: number): number[] {
  const found: number[] = [];
  search.open(bytes, end);
  for (let from = 0; from < end; ) {
    const hit = search.next(from);
    if (hit < 0) break;
    const before = hit > 0 ? bytes.lastIndexOf(LINE_FEED, hit - 1) : -1;
    found.push(before + 1);
    const lineEnd = bytes.indexOf(LINE_FEED, hit);
    if (lineEnd < 0 || lineEnd >= end) break;
    from = lineEnd + 1;
  }
  return found;
}

function both(
  wanted: Buffer | readonly Buffer[],
  bytes: Buffer,
  end = bytes.length,
  ignoreCase = false,
): number[] {
  const literals = { texts: Buffer.isBuffer(wanted) ? [wanted] : wanted, ignoreCase };
  const found = linesWith(createLiteralSearch(literals), bytes, end);
  expect(found).toEqual(linesWith(new PlainSearch(literals), bytes, end));
  return found;
}

test("a plain search finds the same lines, whatever the bytes and wherever the block ends", () => {
  const few = fc.array(fc.constantFrom(97, 97, 98, LINE_FEED, 255), { maxLength: 400 });
  const literal = fc.array(fc.constantFrom(97, 98, 255), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(few, literal, fc.nat(8), (text, wanted, cut) => {
      both(Buffer.from(wanted), Buffer.from(text), Math.max(0, text.length - cut));
    }),
    { numRuns: 500, seed: 7 },
  );
});

test("of several texts, one is enough", () => {
  const few = fc.array(fc.constantFrom(97, 97, 98, LINE_FEED, 255), { maxLength: 400 });
  const literal = fc.array(fc.constantFrom(97, 98, 98, 255), { minLength: 2, maxLength: 6 });
  const literals = fc.array(literal, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(few, literals, fc.nat(8), (codes, wanted, cut) => {
      const text = Buffer.from(codes).subarray(0, Math.max(0, codes.length - cut));
      const lines = text.toString("latin1").split("\n");
      const starts = lines.map((_, i) => lines.slice(0, i).join("\n").length + (i > 0 ? 1 : 0));
      const texts = wanted.map((bytes) => Buffer.from(bytes));
      const expected = starts.filter((_, i) =>
        texts.some((bytes) => lines[i]?.includes(bytes.toString("latin1"))),
      );
      expect(both(texts, Buffer.from(codes), text.length)).toEqual(expected);
    }),
    { numRuns: 500, seed: 9 },
  );
});

test("without regard to case only ASCII letters are alike", () => {
  // Signs that differ from each other, and from letters, in the bit that tells cases apart.
  const signs = [0x61, 0x41, 0x7a, 0x5a, 0x40, 0x60, 0x5b, 0x7b, 0x21, 0xc1, 0xe1, LINE_FEED];
  const text = fc.array(fc.constantFrom(...signs), { maxLength: 300 });
  const literal = fc.array(fc.constantFrom(...signs.slice(0, -1)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(text, literal, (codes, wanted) => {
      const lower = (bytes: readonly number[]): string =>
        Buffer.from(bytes)
          .toString("latin1")
          .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      const lines = lower(codes).split("\n");
      const starts = lines.map((_, i) => lines.slice(0, i).join("\n").length + (i > 0 ? 1 : 0));
      const expected = starts.filter((_, i) => lines[i]?.includes(lower(wanted)));
      const bytes = Buffer.from(codes);
      expect(both(Buffer.from(wanted), bytes, bytes.length, true)).toEqual(expected);
    }),
    { numRuns: 500, seed: 8 },
  );
});

test("hits at every place around the windows' borders are found", () => {
  const literal = Buffer.from("/page/777 ");
  const bytes = Buffer.alloc(2 * WINDOW + 300, "x");
  for (let shift = -80; shift <= 80; shift += 1) {
    bytes.fill("x");
    for (const border of [WINDOW, 2 * WINDOW]) {
      bytes[border + shift - 20] = LINE_FEED;
      literal.copy(bytes, border + shift);
    }
    expect(both(literal, bytes)).toEqual([WINDOW + shift - 19, 2 * WINDOW + shift - 19]);
  }
});

test("of several texts each is found around the windows' borders", { timeout: 30_000 }, () => {
  const texts = [Buffer.from("ab"), Buffer.from("/page/777 "), Buffer.alloc(200, "q")];
  const bytes = Buffer.alloc(WINDOW + 300, "x");
  for (let shift = -210; shift <= 10; shift += 1) {
    for (const text of texts) {
      const start = WINDOW + shift;
      bytes[start - 20] = LINE_FEED;
      text.copy(bytes, start);
      expect(both(texts, bytes)).toEqual([start - 19]);
      bytes.fill("x", start - 20, start + text.length);
    }
  }
});

test("W1: in the search's own room the same lines are found, up to the block's end", () => {
  const room = takeSearchRoom(WINDOW) as Buffer;
  const literal = fc.array(fc.constantFrom(97, 98, 255), { minLength: 2, maxLength: 6 });
  const few = fc.array(fc.constantFrom(97, 97, 98, LINE_FEED, 255), { maxLength: 400 });
  fc.assert(
    fc.property(
      fc.array(literal, { minLength: 1, maxLength: 3 }),
      few,
      fc.nat(8),
      (wanted, text, cut) => {
        room.set(text);
        // Behind the block's end there are the bytes of the one before.
        both(
          wanted.map((codes) => Buffer.from(codes)),
          room,
          Math.max(0, text.length - cut),
        );
      },
    ),
    { numRuns: 500, seed: 10 },
  );
});

test("W1: a room full of the shortest lines that can be hits", { timeout: 30_000 }, () => {
  const room = takeSearchRoom(WINDOW) as Buffer;
  room.fill("ab\n");
  const texts = Array.from({ length: 8 }, () => Buffer.from("ab"));
  expect(both(texts, room)).toHaveLength(Math.floor((WINDOW + 1) / 3));
  // The memory behind it is whole: blocks of others are searched there, and hits are noted.
  const other = Buffer.alloc(WINDOW, "ab\n");
  expect(both(texts.slice(0, 1), other)).toHaveLength(Math.floor((WINDOW + 1) / 3));
  expect(both(Buffer.from("bb"), room)).toEqual([]);
});

test("W2: who comes second gets no room, and the first one's bytes stay", () => {
  const room = takeSearchRoom(100) as Buffer;
  room.fill("x needle\n");
  expect(takeSearchRoom(100)).toBeNull();
  expect(both(Buffer.from("needle"), Buffer.alloc(3 * WINDOW, "none here\n"))).toEqual([]);
  expect(both(Buffer.from("needle"), room)).toHaveLength(11);
  giveSearchRoom();
  expect(takeSearchRoom(WINDOW + 1)).toBeNull();
  expect(takeSearchRoom(100)).not.toBeNull();
});

test("a line longer than many windows that is full of hits is one line", () => {
  const bytes = Buffer.alloc(5 * WINDOW, "ab");
  bytes[4 * WINDOW + 1] = LINE_FEED;
  expect(both(Buffer.from("ab"), bytes)).toEqual([0, 4 * WINDOW + 2]);
});

test("the bytes of an earlier block are never found again", () => {
  const search = createLiteralSearch({ texts: [Buffer.from("needle")], ignoreCase: false });
  expect(linesWith(search, Buffer.from("x needle\n"), 9)).toEqual([0]);
  expect(linesWith(search, Buffer.from("x nee\n"), 6)).toEqual([]);
  expect(linesWith(search, Buffer.from(""), 0)).toEqual([]);
});

test("a text with a line's end is in no line, and where none is wanted none is found", () => {
  const text = Buffer.from("a\nb\ncd");
  const found = (...wanted: readonly string[]): number[] => {
    const texts = wanted.map((some) => Buffer.from(some));
    return linesWith(createLiteralSearch({ texts, ignoreCase: false }), text, text.length);
  };
  expect(found("a\nb")).toEqual([]);
  expect(found("a\nb", "cd")).toEqual([4]);
  expect(found("a\nb", "d")).toEqual([4]);
  expect(found()).toEqual([]);
});

test("a text of one byte, and one too long for the kernel's memory", () => {
  expect(both(Buffer.from("b"), Buffer.from("a\nb\n"))).toEqual([2]);
  const long = Buffer.alloc(1_000, "y");
  expect(both(long, Buffer.concat([Buffer.from("y\n"), long, Buffer.from("\n")]))).toEqual([2]);
});
