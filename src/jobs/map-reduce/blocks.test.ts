import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { everyCharacter } from "../../input/test-support.js";
import { BlockExtractor } from "../../input/extractors/block-extractor.js";
import { createExtractor } from "../../input/extractors/create-extractor.js";
import { blockProgram, valuesByBlocks } from "../../input/extractors/block-programs.js";
import type { PairSink } from "../../input/extractors/extractor.js";
import type { Aggregate } from "../../shuffle/key.js";
import type { InputFormat } from "../../input/input-format.js";
import { kernelsAvailable, useKernels } from "../../kernels/wasm.js";
import { both, expectSame, RANGE } from "./block-kit.js";
import { createCollector } from "../../shuffle/collector.js";
import {
  collectorOptions,
  randomNumbers,
  readGroups,
  runOf,
  temporaryDirectory,
} from "../../shuffle/shuffle-kit.js";

const WORDS: InputFormat = { kind: "words", lowerCase: false, letters: false };
const LOWER: InputFormat = { kind: "words", lowerCase: true, letters: false };
const LETTERS: InputFormat = { kind: "words", lowerCase: false, letters: true };
const LOWER_LETTERS: InputFormat = { kind: "words", lowerCase: true, letters: true };
const WITH_PATH: InputFormat = { ...WORDS, withPath: true };
const LOWER_LETTERS_WITH_PATH: InputFormat = { ...LOWER_LETTERS, withPath: true };
const LINES: InputFormat = { kind: "lines", as: "text", literals: null };
const RAW_LINES: InputFormat = { kind: "lines", as: "bytes", literals: null };

const FORMATS = {
  WORDS,
  LOWER,
  LETTERS,
  LOWER_LETTERS,
  WITH_PATH,
  LOWER_LETTERS_WITH_PATH,
  LINES,
  RAW_LINES,
};

const JSON_LINE = '{"x":[{"y":"z"},null,true],"a":{"b":"k","d":1e5},"c":1.50,"v":17.25}';

type Random = (limit: number) => number;

/** Words and blanks of every kind: long, short, binary, not UTF-8, with shared beginnings. */
function hostileText(random: Random, bytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let length = 0; length < bytes; ) {
    const part = Buffer.concat([hostileWord(random), blank(random)]);
    parts.push(part);
    length += part.length;
  }
  return Buffer.concat(parts);
}

function hostileWord(random: Random): Buffer {
  switch (random(14)) {
    case 0:
      return Buffer.alloc(0);
    case 1:
      return Buffer.from(Array.from({ length: random(20) }, () => random(256)));
    case 2:
      return Buffer.from("shared-beginning-".repeat(3) + String(random(3000)));
    case 3:
      return Buffer.from(["Größe", "日本語", "ÀB", "😀", "İ", "ǅ"][random(6)]);
    case 4:
      return Buffer.from("\0".repeat(random(12)));
    case 5:
      return random(200) === 0 ? Buffer.alloc(random(9000), 97 + random(3)) : Buffer.from("A");
    case 6:
      return Buffer.from(unicodeWord(random));
    case 7: {
      // Cut anywhere, also within a character.
      const word = Buffer.from(unicodeWord(random));
      return word.subarray(random(3), word.length - random(3));
    }
    default:
      return Buffer.from(`W${random(random(2) === 0 ? 30 : 5000).toString(36)}`);
  }
}

/** Of scripts with and without cases, punctuation, marks, and characters whose lower case is longer or depends on others. */
function unicodeWord(random: Random): string {
  const starts = [0x41, 0xb0, 0x130, 0x370, 0x400, 0x5d0, 0x10a0, 0x1e00, 0x2000, 0x3040, 0xff20];
  const characters = Array.from({ length: 1 + random(12) }, () => {
    if (random(40) === 0) return "𝐀";
    return String.fromCharCode((starts[random(starts.length)] ?? 0) + random(random(3) * 40 + 1));
  });
  return characters.join("").replace(/\s/gu, "");
}

function blank(random: Random): Buffer {
  return Buffer.from([" ", "\n", "\r\n", "\t", "  ", "\v", "\f", "\n\n"][random(8)]);
}

beforeAll(() => expect(kernelsAvailable()).toBe(true));
afterEach(() => useKernels(true));

describe("pairs by the block", () => {
  for (const [name, format] of Object.entries(FORMATS)) {
    for (const memoryBytes of [64 << 10, 300 << 10, 8 << 20]) {
      it(`are what they are one by one: ${name}, ${memoryBytes >> 10} KiB`, () => {
        const text = hostileText(randomNumbers(memoryBytes + name.length), 400_000);
        expectSame({ format, text, changes: { memoryBytes, partitions: 3 } });
      });
    }
  }

  it.each(Object.entries({ LOWER, LETTERS, LOWER_LETTERS }))(
    "are what they are one by one for every character: %s",
    (_, format) => {
      const text = Buffer.from(everyCharacter().join("b A"));
      expectSame({ format, text, changes: { memoryBytes: 16 << 20 } });
    },
  );

  it("go to partitions by what stands before their first TAB", () => {
    const text = hostileText(randomNumbers(23), 200_000);
    const partitioning = { kind: "before-tab" } as const;
    for (const format of [WITH_PATH, RAW_LINES]) {
      for (const memoryBytes of [64 << 10, 8 << 20]) {
        expectSame({ format, text, changes: { memoryBytes, partitions: 5, partitioning } });
      }
    }
  });

  for (const partitions of [1, 2, 7, 300]) {
    it(`make the same file in ${partitions} partitions when nothing spills`, () => {
      const text = hostileText(randomNumbers(partitions), 300_000);
      const changes = { partitions, memoryBytes: 16 << 20 };
      const { kernels, twins } = both({ format: WORDS, text, changes });
      expect(kernels.file.spills).toBe(0);
      expect(readFileSync(kernels.file.path).equals(readFileSync(twins.file.path))).toBe(true);
    });
  }

  const combining: readonly Aggregate[] = [
    { kind: "count" },
    { kind: "min" },
    { kind: "max" },
    { kind: "average" },
    { kind: "top-k", k: 2, order: "largest" },
  ];
  for (const aggregate of combining) {
    it(`combine by ${aggregate.kind}`, () => {
      const text = hostileText(randomNumbers(17), 200_000);
      for (const memoryBytes of [64 << 10, 4 << 20]) {
        expectSame({ format: WORDS, aggregate, text, changes: { memoryBytes } });
      }
    });
  }
});

describe("pairs by the block, with hostile keys", () => {
  it("are cut into ranges", () => {
    const text = hostileText(randomNumbers(5), 300_000);
    const cuts = ["", "W1", "W1z", "shared-beginning-", "zzz"].map((cut) => Buffer.from(cut));
    const partitioning = { kind: "range", cuts } as const;
    for (const memoryBytes of [64 << 10, 4 << 20]) {
      const changes = { memoryBytes, partitions: 6, partitioning };
      expectSame({ format: RAW_LINES, aggregate: { kind: "count" }, text, changes });
    }
  });

  it("may be longer than the kernel's window, than a segment's block, than a quarter of memory", () => {
    const long = (bytes: number, end: string) => Buffer.from(`${"k".repeat(bytes)}${end} `);
    const lengths = [4095, 4096, 4097, 20_000, 262_143, 262_144, 300_000, 1 << 20, 4095, 20_000];
    const text = Buffer.concat(lengths.flatMap((n) => [long(n, "a"), long(n, "b"), long(3, "c")]));
    for (const memoryBytes of [64 << 10, 1 << 20, 8 << 20]) {
      for (const format of [WORDS, WITH_PATH]) {
        expectSame({ format, text, blockBytes: 2 << 20, changes: { memoryBytes } });
      }
    }
  });

  it("keep beginnings apart that differ in length alone, or in zero bytes", () => {
    const words = Array.from({ length: 40 }, (_, i) => `${"\0".repeat(i)} ${"a".repeat(i)}\0 `);
    const text = Buffer.from(words.join("").repeat(3));
    const { kernels, directory } = both({ format: WORDS, text });
    const groups = readGroups([runOf(kernels.file)], directory, { keys: "raw" });
    // 39 of zeros, 40 with an `a`... the one of no `a` is a single zero and known.
    expect(groups.map(([key, values]) => [key, values])).toHaveLength(39 + 39);
    expectSame({ format: WORDS, text });
  });
});

describe("what the kernels leave", () => {
  it("is nothing of plain text, columns and JSON, also in memory that was used before", () => {
    const number = { value: null, valueType: "number" } as const;
    const plain: [InputFormat, string][] = [
      [WORDS, "a plain word"],
      [LOWER, "A Plain WORD of ПРОСТОЙ Größe"],
      [LETTERS, "Größe: 'простой', 日本語"],
      [LOWER_LETTERS, "ÄRA – ẤM"],
      [WITH_PATH, "a plain word"],
      [LOWER_LETTERS_WITH_PATH, "ÄRA – ẤM"],
      [LINES, "a line"],
      [{ kind: "fields", separator: ",", key: 0, ...number, value: 1 }, "a,0.25"],
      [{ kind: "jsonl", key: "a.b", where: { c: 1.5 }, ...number, value: "v" }, JSON_LINE],
    ];
    for (const [format, line] of [...plain, ...plain]) {
      const program = blockProgram(format, "x");
      const byBlocks = valuesByBlocks(format);
      if (program === null) throw new Error(`no program for ${format.kind}`);
      const directory = temporaryDirectory();
      const aggregate = { kind: "sum" } as const;
      const options = collectorOptions(directory, { keys: "raw", aggregate, byBlocks });
      const collector = createCollector(options);
      const bytes = Buffer.from(`${line}\n`.repeat(10_000));
      const never = () => {
        throw new Error(`a record of ${format.kind} was left`);
      };
      expect(collector.blocks?.addBlock(program, bytes, 0, bytes.length, never)).toBeGreaterThan(0);
      collector.finish();
    }
  });

  it("is nothing of text that is not ASCII, however many files there are (block-reader.ts R2)", () => {
    const directory = temporaryDirectory();
    const changes = { keys: "raw", aggregate: { kind: "sum" }, byBlocks: "ones" } as const;
    const options = collectorOptions(directory, { ...changes, memoryBytes: 16 << 20 });
    const collector = createCollector(options);
    const bytes = Buffer.from("простой ".repeat(10));
    const never = () => {
      throw new Error("words were left");
    };
    for (let file = 0; file < 40; file++) {
      const program = blockProgram(LOWER_LETTERS_WITH_PATH, `file ${file}`);
      if (program === null) throw new Error("no program for words");
      expect(collector.blocks?.addBlock(program, bytes, 0, bytes.length, never)).toBe(10);
    }
    const groups = readGroups([runOf(collector.finish())], directory, changes);
    expect(groups).toHaveLength(40);
    expect(groups[0]).toEqual(["простой\tfile 0", [10]]);
  });
});

describe("pairs beside the kernel's table", () => {
  it("go into the same file as those in it", () => {
    const directory = temporaryDirectory();
    const options = collectorOptions(directory, {
      keys: "raw",
      aggregate: { kind: "sum" },
      byBlocks: "ones",
      memoryBytes: 64 << 10,
    });
    const collector = createCollector(options);
    const text = Buffer.from("b a b c ");
    const sink: PairSink = collector;
    const extractor = createExtractor(WORDS, RANGE);
    expect(extractor).toBeInstanceOf(BlockExtractor);
    extractor.extract({ bytes: text, start: 0, end: text.length, offset: 0 }, sink);
    collector.emit("b", 0.1);
    collector.addKey(Buffer.from("d"), 0, 1, 2 ** 1000);
    for (let i = 0; i < 5000; i++) collector.emit(`key ${i}`, i);
    const file = collector.finish();
    const groups = new Map(
      readGroups([runOf(file)], directory, { keys: "raw", aggregate: { kind: "sum" } }),
    );
    expect(groups.get("b")).toEqual([2.1]);
    expect(groups.get("a")).toEqual([1]);
    expect(groups.get("d")).toEqual([2 ** 1000]);
    expect(groups.get("key 4999")).toEqual([4999]);
    expect(groups.size).toBe(5004);
    expect(collector.records).toBe(4 + 2 + 5000);
  });

  it("leave no file behind when they are aborted", () => {
    const directory = temporaryDirectory();
    const options = collectorOptions(directory, {
      keys: "raw",
      aggregate: { kind: "count" },
      byBlocks: "ones",
      memoryBytes: 64 << 10,
    });
    const collector = createCollector(options);
    const text = hostileText(randomNumbers(3), 300_000);
    createExtractor(WORDS, RANGE).extract(
      { bytes: text, start: 0, end: text.length, offset: 0 },
      collector,
    );
    expect(readdirSync(join(directory, "attempt"))).not.toEqual([]);
    collector.abort();
    expect(readdirSync(join(directory, "attempt"))).toEqual([]);
  });
});
