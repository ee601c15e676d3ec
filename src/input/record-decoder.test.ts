import { describe, expect, it } from "vitest";
import type { MrError } from "../engine/error.js";
import type { InputFormat } from "./input-format.js";
import { createRecordDecoder } from "./record-decoder.js";
import type { PairSink } from "./extractors/extractor.js";
import { createWordsExtractor } from "./extractors/words.js";
import { pathText } from "./path-bytes.js";
import { SortableLines } from "./sortable-lines.js";
import {
  byteLines,
  csvRows,
  plainRange,
  readRecords,
  testFolder,
  textLines,
} from "./test-support.js";

const folder = testFolder();

async function records(content: string | Buffer, format: InputFormat, errors?: MrError[]) {
  const path = folder.write("file", content);
  const range = plainRange(path, 0, Buffer.byteLength(content));
  const onBadRecord = errors === undefined ? undefined : (error: MrError) => errors.push(error);
  const options = onBadRecord === undefined ? {} : { onBadRecord };
  return (await readRecords(range, format, options)).map(({ record }) => record);
}

function fields(separator: string): InputFormat {
  return { kind: "fields", separator, key: null, value: null, valueType: "string" };
}

const jsonLines: InputFormat = {
  kind: "jsonl",
  key: null,
  value: null,
  valueType: "string",
  where: null,
};

describe("lines", () => {
  it("come the same from pieces with and without other letters", async () => {
    const text = `${"plain line of text\n".repeat(9000)}ä\n${"x".repeat(200_000)}\n€${"y\n".repeat(50)}`;
    expect(await records(text, textLines)).toEqual(text.split("\n").slice(0, -1));
  });

  it("as bytes may be kept after the block is gone", async () => {
    const kept = (await records("a\r\nbb\n".repeat(5000), byteLines)) as Uint8Array[];
    expect(kept).toHaveLength(10_000);
    expect(Buffer.from(kept[0] ?? []).toString()).toBe("a\r");
    expect(kept.every((line) => line.length === 2)).toBe(true);
  });

  it("with a literal are those that hold it, without what is left out of the text", async () => {
    const content = "\uFEFFab\r\nb\r\n\nxabab\nab";
    const text = (...literals: string[]): InputFormat => ({ kind: "lines", as: "text", literals });
    expect(await records(content, text("ab"))).toEqual(["ab", "xabab", "ab"]);
    expect(await records(content, text("\r"))).toEqual([]);
    expect(await records(content, text("\uFEFF"))).toEqual([]);
    expect(await records(content, text("b\r\nb"))).toEqual([]);
    expect(await records(content, text(""))).toEqual(["ab", "b", "", "xabab", "ab"]);
    expect(await records(content, text("xab", "\r", "b\n"))).toEqual(["xabab"]);
    expect(await records(content, text("b", "zz"))).toEqual(["ab", "b", "xabab", "ab"]);
    expect(await records(content, text())).toEqual([]);
    const bytes = await records(content, { kind: "lines", as: "bytes", literals: ["b\r"] });
    expect(bytes).toHaveLength(2);
  });

  it("with a literal in either case are those that hold it, ASCII letters alike", async () => {
    const content = "aB\r\nÉb\r\néB\n{b\n[B\n";
    const text = (literal: string): Promise<unknown[]> =>
      records(content, { kind: "lines", as: "text", literals: [literal], ignoreCase: true });
    expect(await text("Ab")).toEqual(["aB"]);
    expect(await text("b\r")).toEqual([]);
    expect(await text("éb")).toEqual(["éB"]);
    expect(await text("[b")).toEqual(["[B"]);
  });
});

describe("words", () => {
  it("are lower-cased and cut at letters as declared", async () => {
    const text = "Don't ÉCOLE naïve straße42 ΑΣ\u0130x e\u0301t\n";
    const words = (lowerCase: boolean, letters: boolean): InputFormat => ({
      kind: "words",
      lowerCase,
      letters,
    });
    const plain = text.trim().split(" ");
    expect(await records(text, words(false, false))).toEqual(plain);
    expect(await records(text, words(true, false))).toEqual(
      plain.map((word) => word.toLowerCase()),
    );
    expect(await records(text, words(false, true))).toEqual(text.match(/\p{L}+/gu));
    const lower = text.match(/\p{L}+/gu)?.map((word) => word.toLowerCase());
    expect(await records(text, words(true, true))).toEqual(lower);
  });
});

describe("views", () => {
  it("are the lines and words that copies are, for as long as they are looked at", async () => {
    const content = Buffer.from("a\xff bc\r\n\nlast", "latin1");
    const path = folder.write("views", content);
    const range = plainRange(path, 0, content.length);
    const seen = async (format: InputFormat): Promise<string[]> => {
      const decoder = createRecordDecoder(format, range);
      const found: string[] = [];
      const see = (record: unknown) => {
        const { buffer, byteOffset, byteLength } = record as Uint8Array;
        found.push(Buffer.from(buffer, byteOffset, byteLength).toString("latin1"));
        expect(buffer).toBe(content.buffer);
      };
      decoder.decode({ bytes: content, start: 0, end: content.length, offset: 0 }, see);
      return found;
    };
    const lines = { kind: "lines", as: "view", literals: null } as const;
    expect(await seen(lines)).toEqual(["a\xff bc\r", "", "last"]);
    expect(await seen({ ...lines, literals: ["s"] })).toEqual(["last"]);
    const words = { kind: "words", lowerCase: false, letters: false, as: "view" } as const;
    expect(await seen(words)).toEqual(["a\xff", "bc", "last"]);
    const pieces = { kind: "fixed", lengthBytes: 6, as: "view" } as const;
    expect(await seen(pieces)).toEqual(["a\xff bc\r", "\n\nlast"]);
  });
});

describe("words with their path", () => {
  it("have a TAB and the path behind them, as text and as bytes, whatever the path is made of", async () => {
    const format = { kind: "words", lowerCase: true, letters: false, withPath: true } as const;
    expect(await records("A b\n", format)).toEqual(["a\tin/file", "b\tin/file"]);
    const asBytes = { ...format, as: "bytes" } as const;
    const [word] = (await records("A b\n", asBytes)) as Uint8Array[];
    expect(Buffer.from(word ?? []).toString()).toBe("a\tin/file");
    const key: number[] = [];
    const extractor = createWordsExtractor(asBytes, pathText(Buffer.from("d\xe9/x", "latin1")));
    const sink: PairSink = {
      addKey: (bytes, start, end) => void key.push(...bytes.subarray(start, end)),
      addKeyBytes: () => undefined,
    };
    extractor.extract({ bytes: Buffer.from("Ab "), start: 0, end: 3, offset: 0 }, sink);
    expect(Buffer.from(key).toString("latin1")).toBe("ab\td\xe9/x");
  });
});

describe("sortable lines", () => {
  it("are there for a map, too, each by itself, empty ones as well", async () => {
    const order = { numeric: false, columns: null, reverse: true };
    const format = { kind: "lines", as: "bytes", literals: null, order } as const;
    const found = (await records("b\n\nab", format)) as Uint8Array[];
    const sorted = found.toSorted((a, b) => Buffer.compare(a, b));
    const lines = sorted.map((key) => {
      const decoded = new SortableLines(order);
      decoded.decode(Buffer.from(key), 0, key.length);
      return decoded.bytes.toString("utf8", 0, decoded.length);
    });
    expect(lines).toEqual(["b\n", "ab\n", "\n"]);
  });
});

describe("words as bytes", () => {
  it("keep what is not UTF-8, and stay as they are when the next word comes", async () => {
    const format = { kind: "words", lowerCase: true, letters: false, as: "bytes" } as const;
    const content = Buffer.from("A\xff b\xe9C\n", "latin1");
    const found = (await records(content, format)) as Uint8Array[];
    expect(found.map((word) => Buffer.from(word).toString("latin1"))).toEqual(["a\xff", "b\xe9c"]);
  });
});

describe("fields", () => {
  it("are cut at each separator, or at runs of blanks", async () => {
    const content = "a\tb\t\tc\r\n\n \tx  y\t \nü;v\n";
    const lines = ["a\tb\t\tc", "", " \tx  y\t ", "ü;v"];
    expect(await records(content, fields("\t"))).toEqual(lines.map((line) => line.split("\t")));
    expect(await records(content, fields("\t\t"))).toEqual(lines.map((line) => line.split("\t\t")));
    const blank = [["a", "b", "c"], [], ["x", "y"], ["ü;v"]];
    expect(await records(content, fields(""))).toEqual(blank);
  });
});

describe("JSON lines", () => {
  it("are parsed, empty lines are none, a bad one is named or skipped", async () => {
    const content = '\uFEFF{"a":"ä"}\r\n\r\n  \n[1]\nnull\n{"a":\n"x"';
    const errors: MrError[] = [];
    expect(await records(content, jsonLines, errors)).toEqual([{ a: "ä" }, [1], null, "x"]);
    const offset = Buffer.byteLength(content.slice(0, content.lastIndexOf("{")));
    expect(errors).toMatchObject([{ code: "MR_INPUT_CORRUPT" }]);
    expect(errors[0]?.message).toContain(`in/file at byte ${offset}: the line is not valid JSON`);
    await expect(records(content, jsonLines)).rejects.toMatchObject({ code: "MR_INPUT_CORRUPT" });
  });
});

describe("CSV records", () => {
  it("that are damaged are named and do not swallow the next ones", async () => {
    const content = 'a,b\nx"y"z,1\n"p"q,2\nc,d\n"open,\ne\n';
    const errors: MrError[] = [];
    expect(await records(content, csvRows, errors)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(errors.map((error) => error.message)).toEqual([
      "in/file at byte 4: a quote stands inside a field that does not begin with one",
      "in/file at byte 12: a closing quote is followed by something else than a separator",
      "in/file at byte 23: a quoted field is never closed",
    ]);
  });

  it("must have the header's columns, whose names are all different", async () => {
    const header = { ...csvRows, header: true } as InputFormat;
    const errors: MrError[] = [];
    expect(await records("a,b\n1,2\n3\n", header, errors)).toEqual([{ a: "1", b: "2" }]);
    expect(errors[0]?.message).toContain("at byte 8: the record has 1 fields, the header 2");
    await expect(records("a,b,a\n1,2,3\n", header)).rejects.toThrow(/names the column "a" twice/);
  });

  it("know a long header, far from the start, in later ranges", async () => {
    const name = `long\n${"x".repeat(100_000)}`;
    const content = `${"\r\n".repeat(50_000)}"${name}",b\n1,2\n3,4\n`;
    const path = folder.write("late.csv", content);
    const range = { ...plainRange(path, content.length - 4, content.length), quoted: false };
    const header = { ...csvRows, header: true } as InputFormat;
    const [found] = await readRecords(range, header);
    expect(found?.record).toEqual({ [name]: "3", b: "4" });
    const headless = folder.write("headless.csv", "\n".repeat(2_000_000));
    const behind = { ...plainRange(headless, 1_999_990, 2_000_000), quoted: false };
    await expect(readRecords(behind, header)).rejects.toThrow(/there is no header in the first/);
  });

  it("refuse a separator that cannot be one", async () => {
    for (const separator of ["", '"', "\n", "ab", "ä"]) {
      const format = { ...csvRows, separator } as InputFormat;
      await expect(records("a\n", format)).rejects.toMatchObject({ code: "MR_JOB_INVALID" });
    }
  });
});
