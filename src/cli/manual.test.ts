import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../config/layout.js";
import { EXIT } from "../engine/error.js";
import { manualText } from "./manual.js";
import { buildProgram } from "./program.js";
import { fakeIo } from "./test-support.js";

const { io } = fakeIo();
const program = buildProgram({ io, literals: [], verbose: false, color: false, exitCode: 0 });

test("docs/cli.md says what the program does (npm run docs writes it)", () => {
  const written = readFileSync(join(packageRoot(), "docs", "cli.md"), "utf8");
  expect(written).toBe(manualText(program));
});

test("every exit code of the program is in the table", () => {
  for (const code of Object.values(EXIT)) expect(manualText(program)).toContain(`| ${code} | `);
});
