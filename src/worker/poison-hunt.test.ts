import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AttemptFailure } from "../engine/graph.js";
import { PoisonHunt } from "./poison-hunt.js";
import { readMark, type RecordMark, RecordMarker } from "./record-mark.js";

const SPAN = { range: 0, start: 0, end: 100 };
const OTHER = { range: 0, start: 100, end: 200 };
const died = (
  code: "MR_RUNNER_CRASHED" | "MR_USER_CODE" = "MR_RUNNER_CRASHED",
): AttemptFailure => ({
  kind: "failed",
  error: { code, message: "it is gone" },
  where: null,
});
const block = (span = SPAN): RecordMark => ({ kind: "block", span });
const record = (number: number, span = SPAN): RecordMark => ({
  kind: "record",
  span,
  record: number,
});

describe("the hunt for records that end the process", () => {
  it("condemns a record in which a process ended, in a block in which one had ended before", () => {
    const hunt = new PoisonHunt();
    expect(hunt.next(died(), block())).toEqual({ suspects: [SPAN], condemned: [] });
    expect(hunt.next(died(), record(7))?.condemned).toMatchObject([{ range: 0, record: 7 }]);
  });

  it("wants a second death in a further record of a block that is read with care", () => {
    const hunt = new PoisonHunt();
    hunt.next(died(), block());
    hunt.next(died(), record(7));
    expect(hunt.next(died(), record(9))?.condemned).toHaveLength(1);
    expect(hunt.next(died(), record(9))?.condemned).toMatchObject([{ record: 7 }, { record: 9 }]);
  });

  it("condemns nobody when processes end here and there, and gives up", () => {
    const hunt = new PoisonHunt();
    expect(hunt.next(died(), block())).not.toBeNull();
    expect(hunt.next(died(), block(OTHER))).not.toBeNull();
    expect(hunt.next(died(), record(1))?.condemned).toEqual([]);
    expect(hunt.next(died(), record(2))).toBeNull();
  });

  it("leaves alone what was thrown, what ended between records, and what never read", () => {
    expect(new PoisonHunt().next(died("MR_USER_CODE"), block())).toBeNull();
    expect(new PoisonHunt().next(died(), { kind: "between", span: SPAN })).toBeNull();
    expect(new PoisonHunt().next(died(), null)).toBeNull();
    expect(new PoisonHunt().next({ kind: "stopped" }, block())).toBeNull();
  });
});

describe("the note of where a runner is", () => {
  it("is read as it was written, and says nothing once the attempt is over", () => {
    const folder = mkdtempSync(join(tmpdir(), "mr-mark-"));
    const path = join(folder, "job", "mark");
    const marker = new RecordMarker(path, null);
    expect(readMark(path)).toBeNull();
    const far = { range: 2, start: 2 ** 40, end: 2 ** 40 + 5 };
    marker.enterBlock(far);
    expect(readMark(path)).toEqual({ kind: "block", span: far });
    marker.enterRecord(2, 12);
    expect(readMark(path)).toEqual({ kind: "record", span: far, record: 12 });
    marker.leaveRecord();
    expect(readMark(path)).toEqual({ kind: "between", span: far });
    marker.close();
    expect(readMark(path)).toBeNull();
    rmSync(folder, { recursive: true });
  });
});
