/**
 * A folder that holds everything that input can be, made the same way each time.
 *
 * Owns: what is in it. Everything in its text is drawn from a seed: words that are names in JavaScript, NUL bytes,
 * text that is not UTF-8, CR and CR LF, byte order marks, every ASCII white space, long lines, no last line end.
 */

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { shell } from "./cli.js";

/** Numbers below a limit. */
export type Random = (limit: number) => number;

export function random(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

export function pick(below: Random, from: readonly string[]): string {
  return from[below(from.length)] ?? "";
}

/** One character a byte, for `latin1`. */
const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

const ODD_NAMES = "__proto__ constructor toString hasOwnProperty valueOf null undefined".split(" ");
const PLAIN = "foo Foo FOO a.b axb a+b (x) [1] \\d 0 -1 1e3 NaN".split(" ");
const UNICODE = ["ÉTÉ", "été", "e\u0301", "Straße", "İ", "ſ", "ǅ", "日本語", "😀", "𝒳y"];
const SIGNS = ["\uFEFF", "Ω\u2028Ω", "a\u00A0b"];
const NOT_UTF8 = ["\xff\xfe", "\xe9t\xe9", "ab\xc3", "\xed\xa0\x80", "\xf0\x9f\x98"];
const WORDS = ["\0", "\0\0x", "a\0b", ...ODD_NAMES, ...PLAIN, ...NOT_UTF8].concat(
  [...UNICODE, ...SIGNS].map(utf8),
);
const BLANKS = [" ", "  ", "\t", " \t ", "\v", "\f", "\r"];
const LINE_ENDS = ["\n", "\n", "\n", "\r\n", "\n\n"];

/** Lines of hostile words; the last one may have no end. */
export function hostileText(seed: number, lines: number, lastLineEnd = "\n"): Buffer {
  const below = random(seed);
  let text = "";
  for (let line = 0; line < lines; line += 1) {
    for (let word = below(7); word > 0; word -= 1) text += pick(below, WORDS) + pick(below, BLANKS);
    text += line + 1 < lines ? pick(below, LINE_ENDS) : `end${lastLineEnd}`;
  }
  return Buffer.from(text, "latin1");
}

const gz = (seed: number, lines: number, lastLineEnd?: string): Buffer =>
  gzipSync(hostileText(seed, lines, lastLineEnd));

function longLines(): Buffer {
  const word = "w".repeat(30_000);
  return Buffer.from(`${word}\nfoo ${"x y ".repeat(8_000)}\n${word} foo\n\nshort\n${word}`);
}

/** Names whose order by bytes is not their order as JavaScript strings are among them. */
const FILES: readonly (readonly [string, Buffer])[] = [
  ["a b.txt", hostileText(1, 300)],
  ["a:b", hostileText(2, 20)],
  ["[1].txt", hostileText(3, 50, "")],
  ["1.txt", hostileText(4, 50)],
  ["{x,y} (z)/*?.txt", hostileText(5, 40)],
  ["'quoted\" $HOME.txt", hostileText(6, 10)],
  ["-rf", hostileText(7, 10)],
  ["line\nfeed", hostileText(8, 10, "")],
  ["back\\slash", hostileText(9, 10)],
  ["é/ü ñ.txt", hostileText(10, 80, "\r\n")],
  ["日本/語.txt", hostileText(11, 10)],
  ["\u{1F600}", hostileText(12, 10)],
  ["\uFF5E", hostileText(13, 10, "")],
  [".hidden", hostileText(14, 30)],
  [".dot/.file", hostileText(15, 30, "")],
  ["sub-x", hostileText(16, 10)],
  ["sub/deep/er/z", hostileText(17, 200, "\r")],
  ["empty", Buffer.alloc(0)],
  ["sub/empty.gz", gzipSync(Buffer.alloc(0))],
  ["one-newline", Buffer.from("\n")],
  ["newlines", Buffer.from("\n".repeat(3000))],
  ["blanks", Buffer.from("  \t\n\r\n \f\v \r\r\n  ")],
  ["crlf.txt", Buffer.from("foo bar\r\nbar\r\n\r\nlast foo\r\n")],
  ["bom.txt", Buffer.from("\uFEFFfoo bar\nfoo\n")],
  ["nul", Buffer.alloc(5000)],
  ["every-byte", Buffer.from(Array.from({ length: 2048 }, (_, index) => index % 256))],
  ["long", longLines()],
  ["multi.gz", Buffer.concat([gz(18, 60, " cut"), gz(19, 60, ""), gzipSync(""), gz(20, 5)])],
  ["gzip without its suffix", gz(21, 100, "")],
  ["plain.gz", hostileText(22, 30)],
  ["almost.gz", Buffer.from("\x1f\x8b", "latin1")],
];

/** Makes the folder `name` below `parent`. */
export function makeHostileTree(parent: string, name: string): void {
  const root = join(parent, name);
  const write = (path: string, content: Buffer): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const [path, content] of FILES) write(path, content);
  for (const path of ["_SUCCESS", "_temporary/0/x", "sub/_SUCCESS", "sub/_temporary/y"]) {
    write(path, Buffer.from("foo this must not be read\n"));
  }
  // Names that are not UTF-8, and would be the same if they were made so.
  for (const byte of [0xe9, 0xe8]) {
    const path = Buffer.concat([Buffer.from(`${root}/caf`), Buffer.of(byte)]);
    writeFileSync(path, hostileText(byte, 10));
  }
  writeFileSync(join(parent, "outside"), hostileText(23, 20, ""));
  const link = (target: string, path: string) => symlinkSync(target, join(root, path));
  link("a b.txt", "link-to-file");
  link("../../outside", "sub/link-outside");
  link("link-to-file", "link-to-link");
  link("sub", "link-to-folder");
  link(".", "loop");
  link("..", "sub/loop");
  link("itself", "itself");
  link("nowhere", "dangling");
  shell(`mkfifo '${root}/pipe'`, parent);
}
