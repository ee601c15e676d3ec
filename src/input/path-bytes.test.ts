import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodePath, pathBytes, pathText, printablePath } from "./path-bytes.js";

const valid = fc.string({ unit: "grapheme" }).map((text) => Buffer.from(text));
const anyName = fc
  .array(fc.oneof(valid, fc.uint8Array({ maxLength: 4 })))
  .map((parts) => Buffer.concat(parts));

describe("names of files", () => {
  it("come back byte for byte, also through JSON", () => {
    const property = fc.property(anyName, (name) => {
      const text: string = JSON.parse(JSON.stringify(pathText(name)));
      expect(encodePath(text)).toEqual(name);
      expect(Buffer.from(pathBytes(text) as string)).toEqual(name);
    });
    fc.assert(property, { seed: 3, numRuns: 500 });
  });

  it("are themselves when they are valid UTF-8", () => {
    for (const name of ["a b", "ä", "\u{1f600}\u{1f680}", "\uFFFD"]) {
      expect(pathText(Buffer.from(name))).toBe(name);
      expect(pathBytes(name)).toBe(name);
      expect(printablePath(name)).toBe(name);
    }
  });

  it("are printed with U+FFFD for what is no text", () => {
    expect(printablePath(pathText(Buffer.from([0x61, 0xff, 0x62])))).toBe("a\uFFFDb");
  });
});
