import { describe, expect, test } from "vitest";
import type { JobDescription } from "../../jobs/program.js";
import { guessArguments, sameArguments, sortArguments, type RawArguments } from "./arguments.js";

const SPECS: JobDescription["params"] = {
  since: { type: "date", description: "", default: undefined, choices: [] },
  recordLength: { type: "integer", description: "", default: 100, choices: [] },
  reverse: { type: "boolean", description: "", default: false, choices: [] },
};

function raw(words: string[], part: Partial<RawArguments> = {}): RawArguments {
  return { words, literals: [], assignments: [], ...part };
}

function sort(words: string[], part: Partial<RawArguments> = {}) {
  return sortArguments(raw(words, part), SPECS, "top");
}

describe("words behind the job", () => {
  test("flags of the job take their values, the rest are paths", () => {
    expect(sort(["a", "--since", "2026-01-01", "b", "--record-length=7", "-"])).toEqual({
      paths: ["a", "b", "-"],
      params: { since: "2026-01-01", recordLength: "7" },
    });
  });

  test("a boolean flag does not swallow the path behind it", () => {
    expect(sort(["--reverse", "data"])).toEqual({ paths: ["data"], params: { reverse: "true" } });
    expect(sort(["--no-reverse", "data"]).params).toEqual({ reverse: "false" });
  });

  test("a value may begin with a dash", () => {
    expect(sort(["--record-length", "-5"]).params).toEqual({ recordLength: "-5" });
  });

  test("what stands behind -- is a path whatever it looks like", () => {
    expect(sort(["a"], { literals: ["--since"] }).paths).toEqual(["a", "--since"]);
  });

  test("--param sets a parameter under either spelling", () => {
    const assignments = ["record-length=3", "since=a=b"];
    expect(sort([], { assignments }).params).toEqual({ recordLength: "3", since: "a=b" });
  });
});

describe("words that cannot be meant", () => {
  test("an unknown flag names the job and the nearest flag", () => {
    expect(() => sort(["--sicne", "x"])).toThrow("unknown option --sicne");
    try {
      sort(["--sicne", "x"]);
    } catch (error) {
      expect(error).toMatchObject({ code: "MR_USAGE", hint: expect.stringContaining("--since?") });
    }
  });

  test("a flag without its value, given twice, or half an assignment is refused", () => {
    expect(() => sort(["--since"])).toThrow("--since needs a value");
    expect(() => sort(["--since=a", "--since=b"])).toThrow("--since is given twice");
    expect(() => sort([], { assignments: ["since"] })).toThrow("a name and a value are needed");
  });
});

describe("guessing before the job is known", () => {
  test("is right for flags with values", () => {
    const words = ["a", "--since", "2026-01-01", "--record-length=7"];
    expect(sameArguments(guessArguments(raw(words)), sort(words))).toBe(true);
  });

  test("is found wrong for a boolean flag before a path", () => {
    const words = ["--reverse", "data"];
    expect(sameArguments(guessArguments(raw(words)), sort(words))).toBe(false);
  });
});
