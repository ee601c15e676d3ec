/** Jobs on lines and words give what coreutils and grep give, byte for byte, on hostile text. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numbers, runJob, shell, sorted } from "./test-support.js";

let folder: string;

const PIECES = [
  "__proto__",
  "constructor",
  "foo",
  "Foo",
  "\xff\xfe",
  "\xe9t\xe9",
  "a.b",
  "\0",
  "\r",
];
const BLANKS = [" ", "  ", "\t", " \t", "\v", "\f"];

/** Words that are names in JavaScript, NUL bytes, text that is not UTF-8, CR, no last newline. */
function hostileText(seed: number, lines: number): Buffer {
  const below = numbers(seed);
  const pick = (from: readonly string[]) => from[below(from.length)] ?? "";
  const text = Array.from({ length: lines }, () =>
    Array.from({ length: below(6) }, () => pick(PIECES) + pick(BLANKS)).join(""),
  );
  return Buffer.from(`${text.join("\n")}\nlast`, "latin1");
}

const FILES = ["a b.txt", "d/[1].txt", "d/z.txt", "empty"];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-library-"));
  FILES.forEach((name, seed) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name === "empty" ? "" : hostileText(seed, 60));
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const QUOTED = FILES.map((name) => `'${name}'`).join(" ");

function run(name: string, params: { [name: string]: unknown } = {}, options = {}) {
  const paths = FILES.map((file) => file.replace(/[[\]]/g, "\\$&"));
  return runJob(name, { paths }, params, { baseDirectory: folder, ...options });
}

/** The words of the files, one a line; each file ends its last word. */
const WORDS = `for f in ${QUOTED}; do tr -s ' \\t\\n\\v\\f\\r' '\\n' < "$f"; echo; done | grep -av '^$'`;
const LINES = `for f in ${QUOTED}; do awk 1 "$f"; done`;

describe("wordcount", () => {
  it("counts as tr, sort and uniq do", async () => {
    const expected = shell(
      `${WORDS} | sort | uniq -c | awk '{c=$1; sub(/^ *[0-9]+ /, ""); print $0 "\\t" c}'`,
      folder,
    );
    // In process, keys that are not UTF-8 are decoded; parts on a disk hold their bytes.
    const decoded = Buffer.from(Buffer.from(expected, "latin1").toString()).toString("latin1");
    expect(sorted((await run("wordcount")).text)).toBe(sorted(decoded));
  });
});

describe("distinct", () => {
  it("gives the lines of sort -u", async () => {
    expect(sorted((await run("distinct")).text)).toBe(shell(`${LINES} | sort -u`, folder));
  });
});

describe("top", () => {
  it.each([
    ["words", WORDS],
    ["lines", LINES],
  ])("gives the most frequent %s in order", async (by, source) => {
    const counted = shell(`${source} | sort | uniq -c | sort -s -k1,1nr | head -5`, folder);
    const expected = counted.replace(/^ *(\d+) /gm, "$1\t");
    const { text, parts } = await run("top", { k: 5, by });
    expect(text).toBe(expected);
    expect(parts.filter((part) => part !== "")).toHaveLength(1);
  });
});

describe("inverted-index", () => {
  it("lists the files of each word with counts", async () => {
    const counts = FILES.map((name) => {
      const words = `tr -s ' \\t\\n\\v\\f\\r' '\\n' < '${name}' | grep -av '^$' | sort | uniq -c`;
      return [name, shell(`${words}; true`, folder)] as const;
    });
    const index = new Map<string, string[]>();
    for (const [name, text] of counts) {
      for (const [, count = "", word = ""] of text.matchAll(/^ *(\d+) (.*)$/gm)) {
        index.set(word, [...(index.get(word) ?? []), `${name}:${count}`]);
      }
    }
    const expected = [...index].map(([word, list]) => `${word}\t${list.join(" ")}\n`).join("");
    expect(sorted((await run("inverted-index")).text)).toBe(sorted(expected));
  });
});

describe("grep", () => {
  it.each<[string, object, string]>([
    ["a literal", { pattern: "foo", fixed: true }, "-F -e foo"],
    ["a literal with signs", { pattern: "a.b", fixed: true }, "-F -e a.b"],
    ["a literal, other lines", { pattern: "foo", fixed: true, invert: true }, "-v -F -e foo"],
    ["a literal in any case", { pattern: "foo", fixed: true, ignoreCase: true }, "-i -F -e foo"],
    ["an expression", { pattern: "^(foo|Foo)" }, "-E -e '^(foo|Foo)'"],
    ["an expression with a text in it", { pattern: "o+ [^x]*a\\.b" }, "-E -e 'o+ [^x]*a\\.b'"],
    [
      "such an expression in any case",
      { pattern: "OO[^x]*F", ignoreCase: true },
      "-i -e 'OO[^x]*F'",
    ],
    ["an expression, other lines", { pattern: "fo+", invert: true }, "-v -E -e 'fo+'"],
  ])("finds %s as grep -Hb does", async (_, params, flags) => {
    const expected = shell(`grep -aHb ${flags} ${QUOTED}`, folder);
    expect((await run("grep", { ...params })).text).toBe(expected);
  });

  it("says what is wrong with a pattern", async () => {
    await expect(run("grep", { pattern: "(" })).rejects.toThrow(
      '--pattern "(" is not a regular expression',
    );
  });
});

describe("sort", () => {
  it.each<[string, object, string]>([
    ["whole lines", {}, ""],
    ["in reverse", { reverse: true }, "-r"],
    ["without duplicates", { unique: true }, "-u"],
    ["in reverse without duplicates", { reverse: true, unique: true }, "-r -u"],
    ["by the first columns", { key: "1-4" }, "-k1.1,1.4"],
    ["by inner columns", { key: "3-6" }, "-k1.3,1.6"],
    ["by the first of equal columns", { key: "2-3", unique: true }, "-s -u -k1.2,1.3"],
    ["by columns in reverse", { key: "2-5", reverse: true }, "-r -k1.2,1.5"],
  ])("orders %s as sort does", async (_, params, flags) => {
    const { text, parts } = await run("sort", { ...params });
    expect(text).toBe(shell(`${LINES} | sort ${flags}`, folder));
    expect(parts.filter((part) => part !== "").length).toBeGreaterThan(1);
  });

  it("gives the same with little memory", async () => {
    const little = await run("sort", { reverse: true }, { memoryBytes: 1024 * 1024 });
    expect(little.text).toBe((await run("sort", { reverse: true })).text);
  });
});
