/**
 * Every file in `stories/` is played and must read as it is written.
 *
 * MR_REWRITE=1 writes down what happens now. Commit such a change only when you can explain every line of it.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { playTranscript } from "./transcript.js";

const folder = join(dirname(fileURLToPath(import.meta.url)), "stories");
const rewrite = process.env.MR_REWRITE === "1";

describe("stories of the engine", () => {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const written = readFileSync(path, "utf8");
    it(written.split("\n")[0]?.replace(/^# /, "") ?? name, () => {
      const played = playTranscript(written);
      if (rewrite) writeFileSync(path, played);
      else expect(played).toBe(written);
    });
  }
});
