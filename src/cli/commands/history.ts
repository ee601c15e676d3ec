/** `mr history JOB`: what happened to a job, fact by fact, from a master or from the journal that one has left. */

import type { Command } from "commander";
import { resolve as resolvePath } from "node:path";
import { MrError } from "../../engine/error.js";
import type { Fact } from "../../engine/fact.js";
import { jsonOption, masterOptions, type JsonFlag, type MasterFlags } from "../command-options.js";
import type { CliContext } from "../context.js";
import { print, printJson } from "../io.js";
import { findJobId, withMaster } from "../master-access.js";
import { factText } from "../render/fact-text.js";

interface HistoryFlags extends MasterFlags, JsonFlag {
  readonly state?: string;
}

export function declareHistory(program: Command, context: CliContext): void {
  const command = program
    .command("history")
    .description("tell what happened to a job, oldest first")
    .argument("<job>", "id of the job, or its beginning")
    .option("--state <dir>", "read a master's state folder instead of asking a running master");
  jsonOption(masterOptions(command)).action(async (job: string, flags: HistoryFlags) => {
    const facts =
      flags.state === undefined
        ? await askMaster(context, job, flags)
        : await readState(resolvePath(context.io.cwd, flags.state), job);
    if (flags.json === true) {
      await printJson(context.io.stdout, { format: "mr-history/1", facts });
    } else {
      await print(
        context.io.stdout,
        facts.map((fact) => `${new Date(fact.at).toISOString()}  ${factText(fact)}`),
      );
    }
  });
}

function askMaster(
  context: CliContext,
  job: string,
  flags: HistoryFlags,
): Promise<readonly Fact[]> {
  return withMaster(context, flags, async (client) => client.history(await findJobId(client, job)));
}

async function readState(stateDirectory: string, job: string): Promise<readonly Fact[]> {
  const [{ readFacts }, { jobOf }] = await Promise.all([
    import("../state-facts.js"),
    import("../../master/snapshot.js"),
  ]);
  const facts = await readFacts(stateDirectory);
  const ids = new Set<string>(facts.flatMap((fact) => jobOf(fact) ?? []));
  const matches = [...ids].filter((id) => id.startsWith(job));
  const [only, another] = ids.has(job) ? [job] : matches;
  if (only === undefined) {
    throw new MrError("MR_UNKNOWN_JOB", `${stateDirectory} knows no job ${job}`);
  }
  if (another !== undefined) {
    throw new MrError("MR_USAGE", `${job} may be any of ${matches.join(", ")}`, {
      hint: "Give more characters of the id.",
    });
  }
  return facts.filter((fact) => jobOf(fact) === only);
}
