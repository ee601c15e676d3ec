import pc from "picocolors";
import { expect, test } from "vitest";
import { endedView, NO_ATTEMPTS } from "../test-support.js";
import { summaryLines } from "./summary.js";

const colors = pc.createColors(false);
const MIB = 1024 * 1024;
const options = {
  colors,
  peak: { ownBytes: 90 * MIB, workerBytes: 70 * MIB },
  outputLabel: "mr-output/wordcount-1",
};

test("a job without trouble is told in six lines", () => {
  const view = endedView({ kind: "done" }, { inputRecords: 1_234_567 });
  expect(summaryLines(view, options)).toEqual([
    "done wordcount in 2.00 s (2 KiB/s)",
    "  input       1 234 567 records, 3.9 KiB, 2 files",
    "  output      7 records, 70 B, 1 part",
    "  shuffle     30 records, 300 B",
    "  memory      peak 50 MiB a runner, 70 MiB a worker, 90 MiB this process",
    "  written to  mr-output/wordcount-1",
  ]);
});

test("retries, skipped records and counters are told when there are any", () => {
  const skipped = Array.from({ length: 7 }, (_, index) => ({
    file: "in/a.csv",
    offset: index * 10,
    reason: "bad quote",
  }));
  const attempts = { ...NO_ATTEMPTS, failed: 2, lost: 1 };
  const view = endedView(
    { kind: "done" },
    { attempts, skipped, skippedRecords: 7, counters: { late: 3 } },
  );
  const text = summaryLines(view, options).join("\n");
  expect(text).toContain("  retries     2 failed, 1 lost with their worker");
  expect(text).toContain("  skipped     7 bad records");
  expect(text).toContain("    in/a.csv at byte 40: bad quote");
  expect(text).toContain("    and 2 more (_skipped-*.jsonl lists all)");
  expect(text).toContain("  counter     late = 3");
});
