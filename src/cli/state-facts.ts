/**
 * The facts that a master has left in its state folder, read without touching anything: a master may be running there.
 *
 * Y1. What was never finished at the journal's end is left out; what is damaged is refused.
 */

import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { MrError } from "../engine/error.js";
import type { Fact } from "../engine/fact.js";
import { scanFrames } from "../master/journal-scan.js";

const JOURNAL = /^journal-\d{8}$/;

export async function readFacts(stateDirectory: string): Promise<readonly Fact[]> {
  const path = await newestJournal(stateDirectory);
  const file = await open(path, "r");
  try {
    const facts: Fact[] = [];
    const frames = scanFrames(file, (await file.stat()).size);
    for (;;) {
      const next = await frames.next();
      if (next.done !== true) facts.push(...next.value.facts);
      else if (next.value.kind !== "damaged") return facts;
      else throw damaged(path, next.value.offset);
    }
  } finally {
    await file.close();
  }
}

async function newestJournal(stateDirectory: string): Promise<string> {
  const names = await readdir(stateDirectory).catch((error: unknown) => {
    throw new MrError("MR_CONFIG", `cannot read the state folder ${stateDirectory}`, {
      hint: "Name the folder that `mr master --state` was given.",
      cause: error,
    });
  });
  const newest = names
    .filter((name) => JOURNAL.test(name))
    .sort()
    .at(-1);
  if (newest !== undefined) return join(stateDirectory, newest);
  throw new MrError("MR_CONFIG", `${stateDirectory} holds no journal`, {
    hint: "Name the folder that `mr master --state` was given.",
  });
}

function damaged(path: string, offset: number): MrError {
  return new MrError("MR_JOURNAL_CORRUPT", `${path} is damaged at offset ${offset}`);
}
