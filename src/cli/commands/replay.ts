/** `mr replay --state DIR`: what a master would find in its state folder, and whether it is sound. */

import type { Command } from "commander";
import { basename, resolve as resolvePath } from "node:path";
import { EXIT, MrError } from "../../engine/error.js";
import type { Fact } from "../../engine/fact.js";
import type { JobId } from "../../engine/ids.js";
import { jsonOption, type JsonFlag } from "../command-options.js";
import type { CliContext } from "../context.js";
import { print, printJson } from "../io.js";

interface ReplayFlags extends JsonFlag {
  readonly state: string;
  readonly verify?: boolean;
}

export function declareReplay(program: Command, context: CliContext): void {
  const command = program
    .command("replay")
    .description("fold the journal of a state folder, as a master does when it starts")
    .requiredOption("--state <dir>", "a master's state folder; a master may be running in it")
    .option("--verify", "check that the journal and the one it was made from give the same state");
  jsonOption(command).action(async (flags: ReplayFlags) => {
    await replay(context, flags);
    context.exitCode = EXIT.done;
  });
}

async function replay({ io }: CliContext, flags: ReplayFlags): Promise<void> {
  const { journalsIn, readJournal } = await import("../state-facts.js");
  const journals = await journalsIn(resolvePath(io.cwd, flags.state));
  const [newest = "", before] = journals.toReversed();
  const facts = await readJournal(newest);
  const state = await fold(facts);
  const document = {
    ...{ format: "mr-replay/1", journal: newest, facts: facts.length, ...state },
    ...(flags.verify === true ? { verified: await verify(facts, before) } : {}),
  };
  if (flags.json === true) {
    await printJson(io.stdout, document);
    return;
  }
  const { epoch, jobs, digest } = state;
  await print(io.stdout, [
    `${basename(newest)}: ${facts.length} facts, ${jobs} jobs, epoch ${epoch}, state ${digest}`,
    ...(document.verified === undefined ? [] : [document.verified]),
  ]);
}

/** Throws MR_INTERNAL for facts that do not fit together. */
async function fold(facts: Iterable<Fact>) {
  const { createEngine } = await import("../../engine/engine.js");
  const engine = createEngine({ planners: [], facts });
  engine.checkInvariants();
  return { epoch: engine.epoch, jobs: engine.jobViews().length, digest: engine.digest() };
}

/** A journal begins with what was needed of the one before it: both must give the same state. */
async function verify(facts: readonly Fact[], before: string | undefined): Promise<string> {
  if (before === undefined) return "there is no older journal to compare with";
  const { Needed, jobOf } = await import("../../master/snapshot.js");
  const { readJournal } = await import("../state-facts.js");
  const older = await readJournal(before);
  const kept = new Set(facts.flatMap((fact) => jobOf(fact) ?? []));
  const dropped = new Set<JobId>(
    older.flatMap((fact) => jobOf(fact) ?? []).filter((job) => !kept.has(job)),
  );
  const needed = new Needed(dropped);
  for (const fact of older) needed.look(fact);
  const snapshot = older.filter((fact) => needed.has(fact));
  const [expected, found] = [await fold(snapshot), await fold(facts.slice(0, snapshot.length))];
  const name = basename(before);
  if (expected.digest !== found.digest) {
    const text = `${name} gives state ${expected.digest}, the journal made from it ${found.digest}`;
    throw new MrError("MR_JOURNAL_CORRUPT", text, {
      hint: "Keep a copy of the state folder and report this: the newer journal is what a master uses.",
    });
  }
  return `${name}: ${snapshot.length} of ${older.length} facts were kept, and give the same state ${found.digest}`;
}
