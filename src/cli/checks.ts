/**
 * The checks of `mr doctor`: each looks at one thing and never throws.
 */

import { mkdtemp, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { entryPoint, version, type EntryPoint } from "../config/layout.js";
import { formatSize } from "../config/sizes.js";
import { MrError } from "../engine/error.js";
import type { MasterFlags } from "./command-options.js";
import { resolve, type CliContext } from "./context.js";
import { openMaster } from "./master-access.js";

export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly hint: string | null;
}

const LOWEST_NODE = [20, 19] as const;
const ENTRY_POINTS: readonly EntryPoint[] = ["worker", "runner", "describe"];
const LOW_SPACE_BYTES = 1024 ** 3;

export async function runChecks(
  context: CliContext,
  flags: MasterFlags,
): Promise<readonly Finding[]> {
  return Promise.all([
    check("node", "Install Node 20.19 or newer.", checkNode),
    check("program", "Run `npm run build`, or install the package again.", checkProgram),
    check("temporary", "Set TMPDIR to a folder with room that you can write to.", checkTemporary),
    check("loopback", "Local runs need to listen on 127.0.0.1.", checkLoopback),
    check("configuration", null, async () => describeOptions(context, flags)),
    check("master", null, () => checkMaster(context, flags)),
  ]);
}

async function check(
  name: string,
  hint: string | null,
  look: () => Promise<string>,
): Promise<Finding> {
  try {
    return { name, ok: true, detail: await look(), hint: null };
  } catch (error) {
    const known = MrError.from(error);
    return { name, ok: false, detail: known.message, hint: known.hint ?? hint };
  }
}

async function checkNode(): Promise<string> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [needMajor, needMinor] = LOWEST_NODE;
  if (major < needMajor || (major === needMajor && minor < needMinor)) {
    throw new MrError("MR_CONFIG", `Node ${process.versions.node} is too old`);
  }
  return `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
}

async function checkProgram(): Promise<string> {
  for (const name of ENTRY_POINTS) entryPoint(name);
  return `mr ${version()}`;
}

async function checkTemporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mr-doctor-"));
  try {
    const file = join(folder, "written");
    await writeFile(file, "mr");
    if ((await readFile(file, "utf8")) !== "mr") {
      throw new MrError("MR_CONFIG", `${tmpdir()} does not give back what was written`);
    }
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    if (free < LOW_SPACE_BYTES) {
      throw new MrError("MR_CONFIG", `only ${formatSize(free)} free in ${tmpdir()}`);
    }
    return `${tmpdir()} is writable, ${formatSize(free)} free`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function checkLoopback(): Promise<string> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.on("error", (error) => failed(MrError.from(error, "MR_CONFIG")));
    server.listen(0, "127.0.0.1", () => server.close(() => done("can listen on 127.0.0.1")));
  });
}

async function describeOptions(context: CliContext, flags: MasterFlags): Promise<string> {
  const { workers, slots, memoryBytes } = resolve(context, flags);
  return `${workers} local worker(s) with ${slots} slot(s) of ${formatSize(memoryBytes)}`;
}

async function checkMaster(context: CliContext, flags: MasterFlags): Promise<string> {
  const { master } = resolve(context, flags);
  if (master === null) return "none configured: jobs run on this machine";
  const client = await openMaster(context, flags);
  try {
    const info = await client.info();
    if (info.version !== version()) {
      throw new MrError(
        "MR_VERSION_SKEW",
        `${master} runs mr ${info.version}, this is ${version()}`,
      );
    }
    return `${master}: ${info.workers} worker(s), ${info.slots} slot(s), ${info.jobsRunning} job(s) running`;
  } finally {
    await client.close();
  }
}
