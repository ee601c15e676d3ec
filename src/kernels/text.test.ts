import { describe, expect, it } from "vitest";
import { decodeText } from "./text.js";

const LONGEST = 24;

describe("text from bytes", () => {
  it("is what Buffer makes of them, whatever the length and wherever the odd byte stands", () => {
    const odd = [0x00, 0x7f, 0x80, 0xc3, 0xff, 0xed];
    for (let length = 0; length <= LONGEST; length++) {
      for (let at = 0; at < Math.max(1, length); at++) {
        for (const byte of odd) {
          const bytes = Buffer.from("before abcdefghijklmnopqrstuvwxyz after");
          if (length > 0) bytes[7 + at] = byte;
          const expected = bytes.toString("utf8", 7, 7 + length);
          expect(decodeText(bytes, 7, 7 + length)).toBe(expected);
        }
      }
    }
  });

  it.each(["", "é", "naïve", "日本語", "a\u0000b", "😀", "\ufeffword"])("keeps %j", (text) => {
    const bytes = Buffer.from(`<${text}>`);
    expect(decodeText(bytes, 1, bytes.length - 1)).toBe(text);
  });

  it("reads a plain Uint8Array that lies within a larger memory", () => {
    const memory = new TextEncoder().encode(
      "0123456789 a rather long text, longer than short ones",
    );
    const view = new Uint8Array(memory.buffer, 11, 42);
    expect(decodeText(view, 0, 8)).toBe("a rather");
    expect(decodeText(view, 0, 42)).toBe("a rather long text, longer than short ones");
  });
});
