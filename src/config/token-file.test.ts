import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readTokenFile } from "./token-file.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TOKEN = "0123456789abcdef0123456789abcdef";

test("a private file gives its token without the line's end", () => {
  writeFileSync(join(folder, "token"), `${TOKEN}\n`, { mode: 0o600 });
  expect(readTokenFile("token", folder)).toBe(TOKEN);
});

test("a file that others can read is refused", () => {
  writeFileSync(join(folder, "token"), TOKEN);
  chmodSync(join(folder, "token"), 0o640);
  expect(() => readTokenFile("token", folder)).toThrow("others can read the token file token");
});

test("a short or an absent token is refused", () => {
  writeFileSync(join(folder, "token"), "short", { mode: 0o600 });
  expect(() => readTokenFile("token", folder)).toThrow("holds no token");
  expect(() => readTokenFile("missing", folder)).toThrow("cannot read the token file missing");
});
