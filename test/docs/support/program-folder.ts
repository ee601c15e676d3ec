/**
 * A folder to put on the PATH, in which `mr` is the built program of this checkout and `node` the one
 * that runs the test.
 */

import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../src/config/layout.js";

export function programFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "mr-program-"));
  symlinkSync(join(packageRoot(), "dist", "bin", "mr.js"), join(path, "mr"));
  symlinkSync(process.execPath, join(path, "node"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
