/**
 * A run on a master elsewhere: the code is uploaded, the job submitted, and followed unless --detach says otherwise.
 *
 * E1. Ctrl-C detaches: others may wait for the job too, and the cluster does not stop for one terminal.
 *     The message says how to follow it again and how to cancel it; so it does when the master had not answered yet.
 * E2. Paths are the cluster's: inputs and output must be on storage that master and workers share.
 * E3. A job that reads our standard input or writes to our standard output cannot go on without us: it is cancelled.
 */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isLoopback, parseAddress } from "../../config/addresses.js";
import { EXIT, MrError } from "../../engine/error.js";
import type { MasterClient } from "../../rpc/messages.js";
import { follow } from "../follow.js";
import { print } from "../io.js";
import { openMaster } from "../master-access.js";
import { Patience } from "../patience.js";
import { listenForStop } from "../stop-signals.js";
import { makeTemporaryRoot, removeNow } from "../temporary-root.js";
import { finishRun } from "./finish-run.js";
import { prepare, type PreparedJob } from "./prepare.js";
import { openProgress } from "./open-progress.js";
import type { RunRequest } from "./run-local.js";
import { makeJobId } from "./spec.js";
import { Stopping } from "./stopping.js";

export async function runRemote(request: RunRequest): Promise<number> {
  const { context, flags, options } = request;
  const { io } = context;
  refuseUnsharedInput(request);
  const { jobLoader } = await import("./job-loader.js");
  const id = makeJobId();
  const stopping = new Stopping();
  const stop = listenForStop(io, {
    first: (signal) => stopping.request(signal),
    second: (exitCode) => io.exitNow(exitCode),
  });
  const temporary = makeTemporaryRoot();
  const streamed = join(io.cwd, `.mr-stdout-${id}`);
  try {
    const prepared = await stopping.orInterrupted(
      prepare({
        ...request,
        loader: jobLoader,
        id,
        scratchFolder: temporary,
        // It must be where the workers can write.
        streamFolder: streamed,
        checkInputs: false,
      }),
    );
    const client = await openMaster(context, flags);
    try {
      await submit(request, client, prepared, stopping);
      if (flags.detach !== true) return await followRemote(request, prepared, client, stopping);
      await print(io.stdout, [id]);
      if (flags.quiet !== true) await print(io.stderr, waysBack(id, options.master));
      return EXIT.done;
    } finally {
      await client.close();
    }
  } catch (error) {
    const exitCode = stop.exitCode();
    // Whatever fails while we are stopping is not news.
    if (exitCode !== null) return exitCode;
    throw error;
  } finally {
    stop.release();
    removeNow(temporary);
    await rm(streamed, { recursive: true, force: true });
  }
}

async function submit(
  { context: { io }, options }: RunRequest,
  client: MasterClient,
  prepared: PreparedJob,
  stopping: Stopping,
): Promise<void> {
  await stopping.orInterrupted(client.info());
  const sent = send(client, prepared, (text) => io.stderr.write(`${text}\n`));
  try {
    await stopping.orInterrupted(sent);
  } catch (error) {
    if (stopping.signal.aborted) {
      const ways = waysBack(prepared.spec.id, options.master);
      await print(io.stderr, [
        "interrupted before the master had answered: it may have the job",
        ...ways,
      ]);
    }
    throw error;
  }
}

/** A master that was there and goes away is waited for: asked again, the same submission is the same job. */
async function send(
  client: MasterClient,
  { bundle, spec }: PreparedJob,
  note: (text: string) => void,
): Promise<void> {
  const patience = new Patience(note);
  for (;;) {
    try {
      if (bundle !== null) await client.putBundle(bundle.sha256, bundle.bytes);
      await client.submit(spec);
      return;
    } catch (error) {
      await patience.pause(error);
    }
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
  stopping: Stopping,
): Promise<number> {
  const { io } = request.context;
  const { id } = prepared.spec;
  const progress = await openProgress(request);
  try {
    const cancels = endsWithUs(prepared);
    if (cancels) {
      stopping.whenRequested(
        () => void client.cancel(id, "interrupted by the user").catch(() => {}),
      );
    }
    const view = await follow(client, id, {
      progress,
      ...(cancels ? {} : { signal: stopping.signal }),
    });
    progress.end();
    const peak = { ownBytes: null, workerBytes: 0 };
    if (view !== null) {
      return stopping.exitCodeFor(await finishRun(request, { prepared, client, view, peak }));
    }
    const ways = waysBack(id, request.options.master);
    await print(io.stderr, ["detached, the job goes on", ...ways]);
    return stopping.exitCodeFor(EXIT.interrupted);
  } finally {
    progress.end();
  }
}

/** E3: what it reads or writes goes with this process. */
function endsWithUs({ spec, output }: PreparedJob): boolean {
  return output.kind === "stream" || spec.standardInput !== undefined;
}

function waysBack(id: string, master: string | null): string[] {
  return [
    `follow it:  mr wait ${id} --master ${master ?? ""}`,
    `end it:     mr cancel ${id} --master ${master ?? ""}`,
  ];
}
