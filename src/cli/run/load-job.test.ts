import { describe, expect, test } from "vitest";
import { MrError } from "../../engine/error.js";
import type { DescribedJob } from "../../jobs/describe.js";
import type { Program } from "../../jobs/program.js";
import type { RawArguments } from "./arguments.js";
import { loadJob, type JobLoader } from "./load-job.js";

const PROGRAM = { type: "map-reduce", inputs: [{ name: "input" }] } as unknown as Program;
const SPECS: DescribedJob["description"]["params"] = {
  reverse: { type: "boolean", description: "", default: false, choices: [] },
  key: { type: "integer", description: "", default: undefined, choices: [] },
};

/** A job that needs `--key` and refuses what it does not know, as described ones do. */
function loader(asked: (object | null)[]): JobLoader {
  return {
    open: async () => ({
      name: "sort",
      code: { kind: "library", name: "sort" },
      bundle: null,
      async describe(params) {
        asked.push(params);
        const about = { description: "", params: SPECS };
        if (params === null) return { description: { ...about, program: null }, params: {} };
        for (const [name, value] of Object.entries(params)) {
          const known = name === "key" || (name === "reverse" && /^(true|false)$/.test(value));
          if (!known) throw new MrError("MR_PARAMETER", `--${name} ${value} is refused`);
        }
        if (!("key" in params)) throw new MrError("MR_PARAMETER", "--key is required");
        return { description: { ...about, program: PROGRAM }, params };
      },
      close: () => Promise.resolve(),
    }),
  };
}

function load(words: string[], asked: (object | null)[] = []) {
  const raw: RawArguments = { words, literals: [], assignments: [] };
  return loadJob(loader(asked), { job: "sort", raw, cwd: "/", scratchFolder: "/" });
}

describe("loading a job with the words behind it", () => {
  test("a right guess describes the job once", async () => {
    const asked: (object | null)[] = [];
    expect(await load(["data", "--key", "3"], asked)).toMatchObject({
      params: { key: "3" },
      paths: ["data"],
    });
    expect(asked).toEqual([{ key: "3" }]);
  });

  test("a boolean flag before a path is sorted out by describing again", async () => {
    const asked: (object | null)[] = [];
    const loaded = await load(["--key=3", "--reverse", "data"], asked);
    expect(loaded).toMatchObject({ params: { key: "3", reverse: "true" }, paths: ["data"] });
    expect(asked).toEqual([{ key: "3", reverse: "data" }, null, { key: "3", reverse: "true" }]);
  });

  test("an unknown flag is refused with the nearest one", async () => {
    await expect(load(["data", "--key=3", "--reverze"])).rejects.toMatchObject({
      code: "MR_USAGE",
      hint: expect.stringContaining("--reverse"),
    });
  });

  test("what the job itself refuses is told in its own words", async () => {
    await expect(load(["data"])).rejects.toThrow("--key is required");
  });
});
