/** `mr worker`: offers this machine's slots to a master, for as long as it is left to. */

import type { Command } from "commander";
import { resolve as resolvePath } from "node:path";
import { EXIT, MrError } from "../../engine/error.js";
import { masterOptions, type MasterFlags } from "../command-options.js";
import { resolve, type CliContext } from "../context.js";
import { refuseOpenDoor } from "../open-door.js";

interface WorkerFlags extends MasterFlags {
  readonly slots?: string;
  readonly name?: string;
  readonly workDir?: string;
  readonly listen: string;
  readonly advertise?: string;
  readonly hostId?: string;
  readonly insecure?: boolean;
  readonly quiet?: boolean;
}

export function declareWorker(program: Command, context: CliContext): void {
  const command = program
    .command("worker")
    .description("offer this machine's slots to a master; waits for it and reconnects for ever")
    .option("--slots <n>", "tasks at a time (default: one for each core)")
    .option("--name <name>", "unique name (default: host name and process id)")
    .option(
      "--work-dir <dir>",
      "private folder; what a killed worker finished in it is offered again (default: in TMPDIR)",
    )
    .option("--listen <host>", "address on which other workers fetch data", "127.0.0.1")
    .option("--advertise <host>", "address under which others reach --listen (default: the same)")
    .option("--host-id <id>", "workers with the same id share files (default: found out)")
    .option("--insecure", "listen beyond this machine although nothing is encrypted yet")
    .option("-q, --quiet", "print nothing but errors");
  masterOptions(command).action(async (flags: WorkerFlags) => {
    context.exitCode = await runWorker(context, flags);
  });
}

async function runWorker(context: CliContext, flags: WorkerFlags): Promise<number> {
  const { io } = context;
  const options = resolve(context, rawOptions(flags));
  if (options.master === null) {
    throw new MrError("MR_USAGE", "a worker needs a master", {
      hint: "Give --master host:port or set MR_MASTER; `mr master` starts one.",
    });
  }
  refuseOpenDoor({
    who: "worker",
    host: flags.listen,
    tokenFile: options.tokenFile,
    insecure: flags.insecure === true,
  });
  const [{ startAgent }, { drainOnSignals }, { runnerEnvironment }, workspace, { readTokenFile }] =
    await Promise.all([
      import("../../worker/agent.js"),
      import("../../worker/signals.js"),
      import("../../worker/runner-environment.js"),
      import("../../worker/workspace.js"),
      import("../../config/token-file.js"),
    ]);
  await workspace.sweepWorkDirectories();
  const log = (line: string) => io.stderr.write(`${new Date().toISOString()} ${line}\n`);
  const agent = await startAgent({
    master: options.master,
    token: options.tokenFile === null ? null : readTokenFile(options.tokenFile, io.cwd),
    ...(flags.name === undefined ? {} : { name: flags.name }),
    ...(flags.hostId === undefined ? {} : { hostId: flags.hostId }),
    ...(flags.advertise === undefined ? {} : { advertiseHost: flags.advertise }),
    slots: options.slots,
    workDirectory:
      flags.workDir === undefined
        ? workspace.defaultWorkDirectory()
        : resolvePath(io.cwd, flags.workDir),
    dataHost: flags.listen,
    reconnect: "forever",
    log: flags.quiet === true ? { info() {}, warn() {} } : { info: log, warn: log },
    environment: runnerEnvironment(io.environment),
  });
  const release = drainOnSignals(agent, { interrupt: "drain" });
  await agent.closed;
  release();
  if (agent.failure !== null) throw agent.failure;
  return EXIT.done;
}

/** `-w` belongs to local runs: this process is the one worker, and its slots are the machine's cores. */
function rawOptions({ slots, master, tokenFile }: WorkerFlags) {
  return {
    workers: "1",
    ...(slots === undefined ? {} : { slots }),
    ...(master === undefined ? {} : { master }),
    ...(tokenFile === undefined ? {} : { tokenFile }),
  };
}
