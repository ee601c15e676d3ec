import { expect, test } from "vitest";
import { logNote } from "./job-log.js";

const line = { at: 0, attempt: 1, worker: "w", task: "map-00003" };

test("a line names its task", () => {
  expect(logNote({ ...line, text: "half\tway: 사과" })).toBe("map-00003: half\tway: 사과");
});

test("nothing in a line reaches the terminal as a command (J1)", () => {
  expect(logNote({ ...line, text: "\u001b[2Jx\u009b31m\r\u0007" })).toBe(
    "map-00003: \u{FFFD}[2Jx\u{FFFD}31m\u{FFFD}\u{FFFD}",
  );
});
