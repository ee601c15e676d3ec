import { truncateSync, unlinkSync } from "node:fs";
import * as zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import type { MrError } from "../engine/error.js";
import type { InputFormat } from "./input-format.js";
import { openBlocks } from "./open-blocks.js";
import type { FileRange } from "./split.js";
import {
  csvRows,
  LIMIT_BYTES,
  plainRange,
  plainWords,
  readRecords,
  testFolder,
  textLines,
} from "./test-support.js";

const folder = testFolder();

function packed(path: string, compression: "gzip" | "zstd" = "gzip"): FileRange {
  return { path, label: "in/packed", compression, start: 0, end: null };
}

async function lines(range: FileRange, blockBytes = 100): Promise<unknown[]> {
  return (await readRecords(range, textLines, { blockBytes })).map(({ record }) => record);
}

/** Lines until the first error, then the error. */
async function failure(range: FileRange, format: InputFormat, recordLimitBytes = LIMIT_BYTES) {
  const source = openBlocks(range, format, { recordLimitBytes, blockBytes: 64 });
  try {
    while ((await source.next()) !== null);
    return null;
  } catch (error) {
    return error as MrError;
  } finally {
    await source.close();
  }
}

const manyLines = Array.from({ length: 20_000 }, (_, index) => `line ${index * 7919}`);
const manyText = `${manyLines.join("\n")}\n`;

describe("gzip", () => {
  it("gives the lines of one member with offsets in decompressed bytes", async () => {
    const path = folder.write("one.gz", zlib.gzipSync(manyText));
    const records = await readRecords(packed(path), textLines, { blockBytes: 4096 });
    expect(records.map(({ record }) => record)).toEqual(manyLines);
    const [first, last] = [records[1], records.at(-1)];
    expect(first?.offset).toBe(manyText.indexOf("\n") + 1);
    expect(last?.offset).toBe(manyText.lastIndexOf("\n", manyText.length - 2) + 1);
  });

  it("reads all members, wherever they end", async () => {
    const members = manyText.match(/[^]{1,1500}/g) ?? [];
    const path = folder.write("many.gz", Buffer.concat(members.map((part) => zlib.gzipSync(part))));
    expect(await lines(packed(path), 4096)).toEqual(manyLines);
    // Members whose ends fall on and around the size of a read.
    const block = 256 * 1024;
    for (const shift of [-1, 0, 1, 9, 18]) {
      const head = storedMember(block + shift);
      const tail = zlib.gzipSync("\ntail\n");
      const aligned = folder.write(`aligned${shift}.gz`, Buffer.concat([head, tail]));
      expect((await lines(packed(aligned), 1 << 20)).at(-1)).toBe("tail");
    }
  });

  it("leaves zero padding out", async () => {
    for (const length of [1, 511, 600_000]) {
      const content = Buffer.concat([zlib.gzipSync("a\nb\n"), Buffer.alloc(length)]);
      expect(await lines(packed(folder.write(`padded${length}`, content)))).toEqual(["a", "b"]);
    }
  });

  it("that ends in the middle names the file and how far it got", async () => {
    const whole = zlib.gzipSync(manyText);
    const path = folder.write("cut.gz", whole.subarray(0, whole.length - 1000));
    const error = await failure(packed(path), textLines);
    expect(error).toMatchObject({ code: "MR_INPUT_CORRUPT" });
    expect(error?.message).toMatch(/^in\/packed at byte \d+: the gzip data ends in the middle$/);
    const secondCut = Buffer.concat([zlib.gzipSync("a\n"), whole.subarray(0, 15)]);
    const second = await failure(packed(folder.write("cut2.gz", secondCut)), textLines);
    expect(second?.message).toContain("ends in the middle");
  });

  it("that is damaged, or followed by something else, is an error", async () => {
    const damaged = zlib.gzipSync(manyText, { level: 0 });
    damaged[3000] = (damaged[3000] ?? 0) ^ 1;
    const trailing = Buffer.concat([zlib.gzipSync("a\n"), Buffer.from("garbage")]);
    for (const [name, content] of [
      ["damaged", damaged],
      ["trailing", trailing],
    ] as const) {
      const error = await failure(packed(folder.write(name, content)), textLines);
      expect(error).toMatchObject({ code: "MR_INPUT_CORRUPT" });
      expect(error?.message).toContain("is damaged");
    }
  });

  it("of nothing is an empty file", async () => {
    expect(await lines(packed(folder.write("empty.gz", zlib.gzipSync(""))))).toEqual([]);
  });
});

/** A gzip file of exactly `sizeBytes` bytes, stored. */
function storedMember(sizeBytes: number): Buffer {
  for (let length = sizeBytes - 100; ; length += 1) {
    const member = zlib.gzipSync(Buffer.alloc(length, "0123456\n"), { level: 0 });
    if (member.length >= sizeBytes) return member;
  }
}

describe("zstd", () => {
  const compress: unknown = Reflect.get(zlib, "zstdCompressSync");

  it.runIf(typeof compress !== "function")("says which Node can read it", async () => {
    const error = await failure(packed(folder.write("a.zst", "x"), "zstd"), textLines);
    expect(error).toMatchObject({ code: "MR_CODEC_UNAVAILABLE", hint: /22\.15/ });
  });

  it.runIf(typeof compress === "function")("reads all frames and refuses a cut one", async () => {
    const pack = compress as (content: string) => Buffer;
    const comment = Buffer.from("502a4d1805000000", "hex");
    const frames = [comment, Buffer.from("abcde"), pack(manyText), pack("tail\n"), pack("")];
    const content = Buffer.concat(frames);
    const whole = packed(folder.write("b.zst", content), "zstd");
    expect(await lines(whole, 4096)).toEqual([...manyLines, "tail"]);
    const cut = folder.write("c.zst", content.subarray(0, content.length - 20));
    expect(await failure(packed(cut, "zstd"), textLines)).toMatchObject({
      code: "MR_INPUT_CORRUPT",
    });
  });
});

describe("the record limit", () => {
  const cases: readonly (readonly [string, InputFormat, string])[] = [
    ["line", textLines, "\n"],
    ["word", plainWords, " "],
    ["CSV record", csvRows, "\n"],
  ];

  it.each(cases)(
    "lets a %s of just its length pass, and no longer one",
    async (name, format, end) => {
      for (const last of [end, ""]) {
        const fits = folder.write(`${name} fits`, `ab${end}${"x".repeat(100)}${last}`);
        const range = plainRange(fits, 0, 103 + last.length);
        expect(await failure(range, format, 100)).toBeNull();
        const long = folder.write(`${name} long`, `ab${end}${"x".repeat(101)}${last}`);
        const error = await failure(plainRange(long, 0, 104 + last.length), format, 100);
        expect(error).toMatchObject({ code: "MR_RECORD_TOO_LONG" });
        expect(error?.message).toContain("in/file: the record at byte 3 is longer than 100 bytes");
      }
    },
  );

  it("holds without reading the whole file, and the other ranges stop at their end", async () => {
    const sizeBytes = 4 * 1024 * 1024;
    const path = folder.write("endless", Buffer.alloc(sizeBytes, "x"));
    const error = await failure(plainRange(path, 0, sizeBytes / 2), textLines, 1000);
    expect(error).toMatchObject({ code: "MR_RECORD_TOO_LONG" });
    expect(await failure(plainRange(path, sizeBytes / 2, sizeBytes), textLines, 1000)).toBeNull();
  });

  it("lets the reader go on behind the record", async () => {
    const path = folder.write("behind", `a\n${"x".repeat(500)}\nb\n`);
    const source = openBlocks(plainRange(path, 0, 505), textLines, { recordLimitBytes: 100 });
    const texts: string[] = [];
    for (let calls = 0; calls < 4; calls += 1) {
      const block = await source.next().catch((error: MrError) => error.code);
      texts.push(
        block === null || typeof block === "string"
          ? String(block)
          : block.bytes.toString("utf8", block.start, block.end),
      );
    }
    await source.close();
    expect(texts).toEqual(["a\n", "MR_RECORD_TOO_LONG", "b\n", "null"]);
  });

  it("is for whole files too", async () => {
    const path = folder.write("whole", "x".repeat(50));
    const format: InputFormat = { kind: "files" };
    expect(await failure(plainRange(path, 0, 50), format, 50)).toBeNull();
    const error = await failure(plainRange(path, 0, 50), format, 49);
    expect(error).toMatchObject({ code: "MR_RECORD_TOO_LONG" });
    const gzip = packed(folder.write("whole.gz", zlib.gzipSync(Buffer.alloc(200_000))));
    expect(await failure(gzip, format, 199_999)).toMatchObject({ code: "MR_RECORD_TOO_LONG" });
    expect(await failure(gzip, format, 200_000)).toBeNull();
  });
});

describe("a long record", () => {
  it("makes the block grow and comes whole", async () => {
    const long = "y".repeat(300_000);
    const path = folder.write("long", `a\n${long}\nb`);
    for (const cut of [1, 2, 5000, 300_003]) {
      const records = [
        ...(await lines(plainRange(path, 0, cut))),
        ...(await lines(plainRange(path, cut, 300_004))),
      ];
      expect(records).toEqual(["a", long, "b"]);
    }
  });
});

describe("a file that changed after it was planned", () => {
  it("is named when it became shorter or vanished", async () => {
    for (const kind of ["lines", "fixed", "files"] as const) {
      const format: InputFormat =
        kind === "lines" ? textLines : kind === "fixed" ? { kind, lengthBytes: 2 } : { kind };
      const path = folder.write("changed", "aaaa\nbbbb\n");
      truncateSync(path, 4);
      const shorter = await failure(plainRange(path, 0, 10), format);
      expect(shorter?.message).toContain("in/file became shorter while the job ran: 10 bytes");
      unlinkSync(path);
      const gone = await failure(plainRange(path, 0, 10), format);
      expect(gone).toMatchObject({ code: "MR_INPUT_UNREADABLE" });
      expect(gone?.message).toContain("in/file");
    }
    const gone = await failure(packed(`${folder.path}/none`), textLines);
    expect(gone).toMatchObject({ code: "MR_INPUT_UNREADABLE" });
  });

  it("is read as planned when it grew", async () => {
    const path = folder.write("grown", "a\nb\nc\n");
    expect(await lines(plainRange(path, 0, 4))).toEqual(["a", "b"]);
  });
});

describe("fixed records", () => {
  it("name the offset of a short last one", async () => {
    const path = folder.write("short", "abcdefgh");
    const error = await failure(plainRange(path, 4, 8), { kind: "fixed", lengthBytes: 3 });
    expect(error).toMatchObject({ code: "MR_INPUT_CORRUPT" });
    expect(error?.message).toContain("in/file at byte 6: the last record has 2 of 3 bytes");
  });
});

describe("whole files", () => {
  it("come as they are, empty ones too", async () => {
    const content = Buffer.from([0, 255, 10, 13]);
    const format: InputFormat = { kind: "files" };
    for (const bytes of [content, Buffer.alloc(0)]) {
      const path = folder.write("binary", bytes);
      const expected = [{ offset: 0, record: { path: "in/file", bytes: new Uint8Array(bytes) } }];
      expect(await readRecords(plainRange(path, 0, bytes.length), format)).toEqual(expected);
    }
  });
});
