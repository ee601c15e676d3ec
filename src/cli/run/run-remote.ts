/**
 * A run on a master elsewhere: the code is uploaded, the job submitted, and followed unless --detach says otherwise.
 *
 * E1. Ctrl-C detaches: others may wait for the job too, and the cluster does not stop for one terminal.
 *     The message says how to follow it again and how to cancel it.
 * E2. Paths are the cluster's: inputs and output must be on storage that master and workers share.
 */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isLoopback, parseAddress } from "../../config/addresses.js";
import { EXIT, MrError } from "../../engine/error.js";
import type { MasterClient } from "../../rpc/messages.js";
import { follow } from "../follow.js";
import { print } from "../io.js";
import { openMaster } from "../master-access.js";
import { listenForStop } from "../stop-signals.js";
import { makeTemporaryRoot, removeNow } from "../temporary-root.js";
import { finishRun } from "./finish-run.js";
import { prepare, type PreparedJob } from "./prepare.js";
import { openProgress, type RunRequest } from "./run-local.js";
import { makeJobId } from "./spec.js";

export async function runRemote(request: RunRequest): Promise<number> {
  const { context, flags, options } = request;
  refuseUnsharedInput(request);
  const { jobLoader } = await import("./job-loader.js");
  const id = makeJobId();
  const temporary = makeTemporaryRoot();
  const streamed = join(context.io.cwd, `.mr-stdout-${id}`);
  try {
    const prepared = await prepare({
      ...request,
      loader: jobLoader,
      id,
      scratchFolder: temporary,
      // It must be where the workers can write.
      streamFolder: streamed,
      checkInputs: false,
    });
    const client = await openMaster(context, flags);
    try {
      if (prepared.bundle !== null) {
        await client.putBundle(prepared.bundle.sha256, prepared.bundle.bytes);
      }
      await client.submit(prepared.spec);
      if (flags.detach !== true) return await followRemote(request, prepared, client);
      await print(context.io.stdout, [id]);
      if (flags.quiet !== true) await print(context.io.stderr, waysBack(id, options.master));
      return EXIT.done;
    } finally {
      await client.close();
    }
  } finally {
    removeNow(temporary);
    await rm(streamed, { recursive: true, force: true });
  }
}

/** Standard input is copied to this machine's disk: the workers must be able to read it there, until the job's end. */
function refuseUnsharedInput({ words, flags, options }: RunRequest): void {
  const usesInput = words.includes("-") || (flags.input ?? []).some((text) => text.endsWith("=-"));
  const address = options.master === null ? null : parseAddress(options.master);
  if (!usesInput || address === null) return;
  if (!isLoopback(address.host) || flags.detach === true) {
    throw new MrError("MR_USAGE", "standard input can be read by local runs only", {
      hint: "Write it to a file on storage that the workers share, and name the file.",
    });
  }
}

async function followRemote(
  request: RunRequest,
  prepared: PreparedJob,
  client: MasterClient,
): Promise<number> {
  const { context, options } = request;
  const { io } = context;
  const { id } = prepared.spec;
  const progress = await openProgress(request);
  const detaching = new AbortController();
  const stop = listenForStop(io, {
    first: () => detaching.abort(),
    second: (exitCode) => io.exitNow(exitCode),
  });
  try {
    const view = await follow(client, id, { progress, signal: detaching.signal });
    progress.end();
    const peak = { ownBytes: null, workerBytes: 0 };
    if (view !== null) return await finishRun(request, { prepared, client, view, peak });
    await print(io.stderr, ["detached, the job goes on", ...waysBack(id, options.master)]);
    return stop.exitCode() ?? EXIT.interrupted;
  } finally {
    progress.end();
    stop.release();
  }
}

function waysBack(id: string, master: string | null): string[] {
  return [
    `follow it:  mr wait ${id} --master ${master ?? ""}`,
    `end it:     mr cancel ${id} --master ${master ?? ""}`,
  ];
}
