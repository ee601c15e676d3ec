import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fact, JobOutcome } from "../../engine/fact.js";
import type { Incarnation, WorkerId } from "../../engine/ids.js";
import { endedView, JOB } from "../test-support.js";
import { failureLines } from "./failure.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const colors = pc.createColors(false);
const task = { job: JOB, stage: "map", index: 12 };

function failed(stack: string): Extract<JobOutcome, { kind: "failed" }> {
  const error = {
    code: "MR_USER_CODE" as const,
    message: "TypeError: line.splt is not a function",
    hint: "Correct the job and run it again.",
    stack,
  };
  return { kind: "failed", error, task, where: "in/a.txt at byte 17" };
}

function attemptFailed(attempt: number, outcome: ReturnType<typeof failed>): Fact {
  return {
    at: 1,
    kind: "attempt-ended",
    attempt: { ...task, attempt },
    worker: "w" as WorkerId,
    incarnation: "0123456789abcdef" as Incarnation,
    failure: { kind: "failed", error: outcome.error, where: outcome.where },
  } as Fact;
}

test("a failure names the user's own line, task, attempt, place, code, job and hint", () => {
  const file = join(folder, "top.ts");
  writeFileSync(file, "import x;\nexport default {\n\tmap: (line) => line.splt(),\n};\n");
  const outcome = failed(`TypeError: x\n    at map (${file}:3:22)\n    at node:internal/x:1:1`);
  const facts = [1, 2, 4].map((attempt) => attemptFailed(attempt, outcome));
  const options = { colors, verbose: false, facts };
  expect(failureLines(endedView(outcome), outcome, options)).toEqual([
    "failed wordcount: TypeError: line.splt is not a function",
    `  source    ${file}:3:22`,
    "       3 |  map: (line) => line.splt(),",
    "         |                      ^",
    "  task      map-00012, attempt 4 (3 failures)",
    "  at        in/a.txt at byte 17",
    "  code      MR_USER_CODE",
    `  job       ${JOB}`,
    "hint: Correct the job and run it again.",
  ]);
});

test("a source file that is not here is named without its text; the stack comes on request", () => {
  const outcome = failed("TypeError: x\n    at map (/elsewhere/top.ts:3:22)");
  const lines = failureLines(endedView(outcome), outcome, { colors, verbose: true, facts: [] });
  expect(lines).toContain("  source    /elsewhere/top.ts:3:22");
  expect(lines).toContain("  task      map-00012");
  expect(lines.at(-1)).toContain("at map (/elsewhere/top.ts:3:22)");
});
