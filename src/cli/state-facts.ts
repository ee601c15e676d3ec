/**
 * The facts that a master has left in its state folder, read without touching anything: a master may be running there.
 *
 * Y1. What was never finished at the journal's end is left out; what is damaged is refused.
 */

import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { MrError } from "../engine/error.js";
import type { Fact } from "../engine/fact.js";
import { decodeBody } from "../master/journal-frame.js";
import { scanFrames } from "../master/journal-scan.js";

const JOURNAL = /^journal-\d{8}$/;

/** Of the newest journal. */
export async function readFacts(stateDirectory: string): Promise<readonly Fact[]> {
  return readJournal((await journalsIn(stateDirectory)).at(-1) ?? "");
}

export async function readJournal(path: string): Promise<readonly Fact[]> {
  const file = await open(path, "r");
  try {
    const facts: Fact[] = [];
    const frames = scanFrames(file, (await file.stat()).size);
    for (;;) {
      const next = await frames.next();
      if (next.done !== true) {
        for (const fact of decodeBody(next.value.header, next.value.body)) facts.push(fact);
      } else if (next.value.kind !== "damaged") return facts;
      else throw damaged(path, next.value.offset);
    }
  } finally {
    await file.close();
  }
}

/** Paths, oldest first; at least one. */
export async function journalsIn(stateDirectory: string): Promise<readonly string[]> {
  const hint = "Name the folder that `mr master --state` was given.";
  const names = await readdir(stateDirectory).catch((error: unknown) => {
    const text = `cannot read the state folder ${stateDirectory}`;
    throw new MrError("MR_CONFIG", text, { hint, cause: error });
  });
  const found = names.filter((name) => JOURNAL.test(name)).sort();
  if (found.length > 0) return found.map((name) => join(stateDirectory, name));
  throw new MrError("MR_CONFIG", `${stateDirectory} holds no journal`, { hint });
}

function damaged(path: string, offset: number): MrError {
  return new MrError("MR_JOURNAL_CORRUPT", `${path} is damaged at offset ${offset}`);
}
