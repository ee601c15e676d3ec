import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeIo } from "../test-support.js";
import { assignInputs, checkInputsExist, spoolStandardInput } from "./inputs.js";

describe("which path belongs to which input", () => {
  test("a job with one input takes all paths", () => {
    expect(assignInputs({ names: ["input"], paths: ["a", "b"], named: [] })).toEqual([
      { name: "input", paths: ["a", "b"] },
    ]);
  });

  test("as many paths as inputs belong to them in order", () => {
    expect(assignInputs({ names: ["left", "right"], paths: ["a", "b"], named: [] })).toEqual([
      { name: "left", paths: ["a"] },
      { name: "right", paths: ["b"] },
    ]);
  });

  test("--input names its input, may be repeated, and leaves the others to the paths", () => {
    const named = ["right=r1", "right=r=2"];
    expect(assignInputs({ names: ["left", "right"], paths: ["a"], named })).toEqual([
      { name: "left", paths: ["a"] },
      { name: "right", paths: ["r1", "r=2"] },
    ]);
  });

  test("too few, too many and unknown names are refused with what to do", () => {
    const names = ["left", "right"];
    expect(() => assignInputs({ names, paths: ["a"], named: [] })).toThrow("still need 2");
    expect(() => assignInputs({ names, paths: [], named: ["lfet=a"] })).toThrow("no input of that");
    expect(() => assignInputs({ names: ["input"], paths: [], named: [] })).toThrow(
      "no input given",
    );
  });
});

describe("inputs on the disk", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mr-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("a missing path is named; globs and standard input are left to others", () => {
    writeFileSync(join(folder, "here"), "");
    const check = (...paths: string[]) => checkInputsExist([{ name: "input", paths }], folder);
    check("here", "*.log", "-");
    expect(() => check("here", "gone")).toThrow("the input gone does not exist");
  });

  test("standard input becomes a private file that is still called -", async () => {
    const { io } = fakeIo({ cwd: "/work", stdin: "a\nb\n" });
    const inputs = [{ name: "input", paths: ["-", "more"] }];
    const placed = await spoolStandardInput(inputs, folder, io);
    expect(placed).toMatchObject({ inputs, baseDirectory: "/work" });
    expect(readFileSync(placed.standardInput ?? "", "utf8")).toBe("a\nb\n");
  });

  test("a terminal is no standard input to wait for", async () => {
    const { io } = fakeIo();
    const terminal = { ...io, stdin: Object.assign(io.stdin, { isTTY: true }) };
    const inputs = [{ name: "input", paths: ["-"] }];
    await expect(spoolStandardInput(inputs, folder, terminal)).rejects.toThrow("is a terminal");
  });
});
