/** `mr master`: runs a master until it is told to stop. */

import type { Command } from "commander";
import { join, resolve as resolvePath } from "node:path";
import { parseAddress, type Address } from "../../config/addresses.js";
import { stateFolder } from "../../config/resolve.js";
import { EXIT, MrError } from "../../engine/error.js";
import type { Master } from "../../master/master.js";
import { errorColors, resolve, type CliContext } from "../context.js";
import { print, printJson, type Io } from "../io.js";
import { refuseOpenDoor } from "../open-door.js";
import { errorLines } from "../report-error.js";
import { listenForStop } from "../stop-signals.js";

interface MasterCommandFlags {
  readonly listen: string;
  readonly state?: string;
  readonly tokenFile?: string;
  readonly insecure?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const DEFAULT_LISTEN = "127.0.0.1:7070";

export function declareMaster(program: Command, context: CliContext): void {
  program
    .command("master")
    .description("run a master: it plans jobs, hands out tasks and publishes outputs")
    .option("--listen <host:port>", "where workers and clients connect", DEFAULT_LISTEN)
    .option("--state <dir>", "journal and bundles (default: ~/.local/state/mr/master)")
    .option("--token-file <file>", "token that all must show, mode 0600 (MR_TOKEN_FILE)")
    .option("--insecure", "listen beyond this machine although nothing is encrypted yet")
    .option("--json", "print the address as a JSON document on standard output")
    .option("-q, --quiet", "print nothing but errors")
    .action(async (flags: MasterCommandFlags) => {
      context.exitCode = await runMaster(context, flags);
    });
}

async function runMaster(context: CliContext, flags: MasterCommandFlags): Promise<number> {
  const { io } = context;
  const { host, port } = listenAddress(flags.listen);
  const { tokenFile } = resolve(
    context,
    flags.tokenFile === undefined ? {} : { tokenFile: flags.tokenFile },
  );
  refuseOpenDoor({ who: "master", host, tokenFile, insecure: flags.insecure === true });
  const { readTokenFile } = await import("../../config/token-file.js");
  const token = tokenFile === null ? null : readTokenFile(tokenFile, io.cwd);
  const [{ startMaster }, { planners }] = await Promise.all([
    import("../../master/master.js"),
    import("../../jobs/planners.js"),
  ]);
  const stateDirectory =
    flags.state === undefined
      ? join(stateFolder(io.environment), "master")
      : resolvePath(io.cwd, flags.state);
  const ending = awaitEnd(io);
  try {
    const master = await startMaster({
      host,
      port,
      stateDirectory,
      token,
      planners,
      log: (line) => {
        if (flags.quiet !== true) io.stderr.write(`${new Date().toISOString()} ${line}\n`);
      },
      // Whatever the journal's disk holds now, nobody may be told anything any more: no goodbyes.
      onFatal: (error) => {
        io.stderr.write(`${errorLines(error, errorColors(context), context.verbose).join("\n")}\n`);
        io.exitNow(error.exitCode);
      },
    });
    await announce(context, flags, master, stateDirectory);
    const exitCode = await ending.ended;
    await master.close();
    return exitCode;
  } finally {
    ending.release();
  }
}

function listenAddress(text: string): Address {
  const address = parseAddress(text);
  if (address !== null) return address;
  throw new MrError("MR_CONFIG", `--listen: ${JSON.stringify(text)} is not allowed`, {
    hint: `Allowed: host:port, such as ${DEFAULT_LISTEN} or 0.0.0.0:7070.`,
  });
}

async function announce(
  context: CliContext,
  flags: MasterCommandFlags,
  master: Master,
  stateDirectory: string,
): Promise<void> {
  const { stdout, stderr } = context.io;
  if (flags.json === true) {
    await printJson(stdout, { format: "mr-master/1", address: master.address, stateDirectory });
  }
  if (flags.quiet === true) return;
  await print(stderr, [
    `mr master listening on ${master.address}, state in ${stateDirectory}`,
    `start workers: mr worker --master ${master.address}`,
  ]);
}

/** The first signal ends it in order, the second at once. */
function awaitEnd(io: Io) {
  let finish: (exitCode: number) => void = () => {};
  const ended = new Promise<number>((resolveEnd) => {
    finish = resolveEnd;
  });
  const stop = listenForStop(io, {
    first: (signal) => finish(signal === "SIGTERM" ? EXIT.done : EXIT.interrupted),
    second: (exitCode) => io.exitNow(exitCode),
  });
  return { ended, release: () => stop.release() };
}
