/** However a run ends, no process, port or file of it stays, and nothing half-written is taken for an output. */

import { existsSync, readdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { descendants, hasProgram, type Running, until } from "./support/cli.js";
import { expectSameBytes } from "./support/compare.js";
import { type Arrival, Gates } from "./support/gates.js";
import { MEASURES_JOB, sampleMeasures } from "./support/sample-data.js";
import { kill, listeningPorts, Sandbox } from "./support/sandbox.js";

const MEASURES = ["./measures.ts", "measures.tsv", "--split-size", "64K", "-r", "2"];
const GATED = [...MEASURES, "--gates", "-w", "2", "--slots", "1", "-o", "out"];

const sandbox = new Sandbox();
let gates: Gates;

beforeAll(() => {
  sandbox.write("measures.tsv", sampleMeasures(3, 6_000));
  sandbox.write("measures.ts", MEASURES_JOB);
  gates = new Gates(sandbox);
});
beforeEach(() => gates.clear());
afterEach(async () => {
  gates.clear();
  await sandbox.expectNothingLeft();
});
afterAll(() => sandbox.remove());

interface Held {
  readonly running: Running;
  readonly cli: number;
  readonly at: Arrival;
}

/** A run that stands still in its first map, or in its first reduce: with segments, staging folder and all. */
async function hold(place: "map-0" | "reduce-0", more: readonly string[] = []): Promise<Held> {
  gates.hold(place);
  const running = sandbox.start(["run", ...GATED, ...more]);
  const at = await gates.arrival(place);
  return { running, cli: running.child.pid ?? 0, at };
}

describe("kill -9 of the command", () => {
  test.each(["map-0", "reduce-0"] as const)(
    "in %s: everything else ends by itself",
    async (place) => {
      const { running, cli } = await hold(place);
      expect(listeningPorts(descendants(cli)).length).toBeGreaterThan(0);
      kill(cli);
      await running.ended;
      await sandbox.expectNothingLeft();
      expect(existsSync(sandbox.path("out"))).toBe(false);
    },
  );

  test("at its very start, before its workers are up", async () => {
    const running = sandbox.start(["run", ...MEASURES, "-o", "out", "-w", "4"]);
    await until("it has a folder of its own", () => readdirSync(sandbox.temporary).length > 0);
    kill(running.child.pid ?? 0);
    await running.ended;
    await sandbox.expectNothingLeft();
  });

  test("while it loads a job that never finishes loading", async () => {
    const loading = sandbox.path("loading");
    sandbox.write(
      "endless.ts",
      `import { writeFileSync } from "node:fs";
       writeFileSync(${JSON.stringify(loading)}, "");
       for (;;);`,
    );
    const running = sandbox.start(["run", "./endless.ts", "measures.tsv", "-o", "out"]);
    await until("it is being loaded", () => existsSync(loading));
    kill(running.child.pid ?? 0);
    await running.ended;
    await sandbox.expectNothingLeft();
  });
});

describe("kill -9 of another of its processes: the run goes on, and leaves nothing", () => {
  beforeAll(() => {
    const { code } = sandbox.run(["run", ...MEASURES, "-o", "expected", "-q"]);
    expect(code).toBe(0);
  });
  afterEach(() => expectSameBytes(sandbox.parts("out"), sandbox.parts("expected")));

  test.each([
    ["a worker, in a map", "map-0", "agent"],
    ["a worker, in a reduce", "reduce-0", "agent"],
    ["a runner, in a map", "map-0", "runner"],
    ["a runner, in a reduce", "reduce-0", "runner"],
  ] as const)("%s", async (_, place, who) => {
    const { running, at } = await hold(place, ["--overwrite"]);
    kill(at[who]);
    gates.clear();
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });
});

describe("a signal", () => {
  test.each([
    ["SIGINT", 130, "map-0"],
    ["SIGINT", 130, "reduce-0"],
    ["SIGTERM", 143, "map-0"],
    ["SIGHUP", 129, "map-0"],
  ] as const)("%s ends the run with %i, in %s", async (signal, exitCode, place) => {
    const { running } = await hold(place, ["--overwrite"]);
    const before = existsSync(sandbox.path("out")) ? sandbox.parts("out") : null;
    running.child.kill(signal);
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toMatchObject({ code: exitCode });
    expect(stderr).toContain("stopping");
    // Nothing is left at this very moment: not only soon.
    expect({ processes: sandbox.processes(), files: sandbox.leftovers() }).toEqual({
      processes: [],
      files: [],
    });
    // With --overwrite the old output is still there.
    if (before !== null) expectSameBytes(sandbox.parts("out"), before);
  });

  test("twice leaves at once", async () => {
    const { running } = await hold("map-0", ["--overwrite"]);
    running.child.kill("SIGINT");
    await until("it has heard the first", () => running.stderr().includes("stopping"));
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  });

  test("ends a run that waits for its standard input", async () => {
    const running = sandbox.start(["run", "wordcount", "-", "-o", "out2"], { stdin: "pipe" });
    await until("it has started", () => readdirSync(sandbox.temporary).length > 0);
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
    expect(existsSync(sandbox.path("out2"))).toBe(false);
  });
});

test("a reader that goes away ends a run well", () => {
  const { code, stdout, stderr } = sandbox.shell(
    "$mr run wordcount measures.tsv -o - -q | head -n 1",
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.split("\n")).toHaveLength(2);
});

test.skipIf(!hasProgram("strace"))(
  "a command that is held up before it makes its folder (C5)",
  () => {
    const late = "strace -o trace -e trace=/^mkdir -e inject=/^mkdir:delay_enter=300000";
    const { code, stderr } = sandbox.shell(`${late} $mr run wordcount measures.tsv -o late -q`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(sandbox.shell("grep -c DELAYED trace").stdout).not.toBe("0\n");
  },
);
