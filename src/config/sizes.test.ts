import fc from "fast-check";
import { expect, test } from "vitest";
import { formatSize, formatSizeExact, parseSize } from "./sizes.js";

test.each([
  ["0", 0],
  ["17", 17],
  ["64M", 64 * 1024 ** 2],
  ["64MB", 64 * 1024 ** 2],
  ["64MiB", 64 * 1024 ** 2],
  ["1G", 1024 ** 3],
  ["1.5k", 1536],
  [" 2 T ", 2 * 1024 ** 4],
])("%s is %d bytes", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(["", "M", "-1", "1e3", "64X", "64MM", "0x10", "999999999T"])("%j is no size", (text) => {
  expect(parseSize(text)).toBeNull();
});

test("an exactly written size reads back as the same number of bytes", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (bytes) => {
      expect(parseSize(formatSizeExact(bytes))).toBe(bytes);
    }),
  );
});

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1 KiB"],
  [1536, "1.5 KiB"],
  [64 * 1024 ** 2, "64 MiB"],
  [1024 ** 2 - 1, "1 MiB"],
  [1.25 * 1024 ** 3, "1.3 GiB"],
])("%d bytes are shown as %s", (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
