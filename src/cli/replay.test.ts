import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fact } from "../engine/fact.js";
import { openJournal } from "../master/journal.js";
import { main } from "./main.js";
import { fakeIo } from "./test-support.js";

const keeping = (needs: (fact: { readonly at: number }) => boolean) => ({
  needs,
  needsAll: () => false,
});

let state = "";
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "mr-state-"));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

async function runCli(words: readonly string[]) {
  const world = fakeIo({ cwd: state });
  const code = await main(["node", "mr", ...words], world.io);
  return { code, stdout: world.out(), stderr: world.error() };
}

const start = (epoch: number) => ({ at: epoch, kind: "master-started", epoch }) as Fact;
const newest = () => join(state, "journal-00000002");

/** Two generations: three starts of a master, of which the last is needed, and one more. */
async function leave(): Promise<void> {
  const options = { directory: state, epoch: 1, durable: false };
  const { journal } = await openJournal(options, () => undefined);
  for (const epoch of [1, 2, 3]) await journal.append([start(epoch)]);
  await journal.startGeneration(keeping(({ at }) => at === 3));
  await journal.append([start(4)]);
  await journal.close();
}

describe("mr replay", () => {
  test("folds the newest journal, and proves that it is what the one before it gives", async () => {
    await leave();
    const { code, stdout } = await runCli(["replay", "--state", state, "--verify"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^journal-00000002: 2 facts, 0 jobs, epoch 4, state [0-9a-f]{16}\n/);
    expect(stdout).toContain("journal-00000001: 1 of 3 facts were kept, and give the same state");
  });

  test("leaves out a torn tail, and refuses a damaged middle with its offset", async () => {
    await leave();
    const bytes = readFileSync(newest());
    truncateSync(newest(), bytes.length - 3);
    const torn = await runCli(["replay", "--state", state]);
    expect(torn).toMatchObject({ code: 0, stdout: expect.stringContaining("1 facts") });
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(newest(), bytes);
    for (const words of [["replay"], ["history", "j"]]) {
      const { code, stderr } = await runCli([...words, "--state", state]);
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("offset 0"),
      });
    }
  });
});
