/**
 * A job as data, for those who must not run its code: the command line and the master.
 *
 * Owns: describing library jobs in this process and users' bundles in a child process that ends after it.
 * Talks to: dist/describe.js over an IPC channel.
 *
 * C1. User code never runs in the calling process. C2. The child is gone when the promise settles, whatever it did.
 */

import { fork } from "node:child_process";
import { entryPoint } from "../config/layout.js";
import { type ErrorRecord, MrError } from "../engine/error.js";
import type { CodeRef, Json } from "../engine/job.js";
import { describeModule, type DescribedJob } from "./describe-module.js";
import { loadModule } from "./load.js";
import type { RawParams } from "./params.js";

export type { DescribedJob } from "./describe-module.js";

export interface DescribeRequest {
  readonly code: CodeRef;
  readonly raw: { readonly [name: string]: Json } | null;
  readonly bundlePath: string;
}

export type DescribeAnswer =
  | { readonly kind: "described"; readonly job: DescribedJob }
  | { readonly kind: "refused"; readonly error: ErrorRecord };

export const DESCRIBE_TIMEOUT_MS = 10_000;

/** `raw`: parameters as the user gave them; null describes the parameters only (for `--help`). */
export async function describeJob(
  code: CodeRef,
  raw: RawParams | null,
  bundlePath: string | null,
  options: { readonly timeoutMs?: number } = {},
): Promise<DescribedJob> {
  if (code.kind === "library") return describeModule(await loadModule(code, null), raw, code.name);
  if (bundlePath === null) throw new MrError("MR_INTERNAL", `no bundle for ${code.file}`);
  const request = { code, raw: raw as DescribeRequest["raw"], bundlePath };
  const answer = await askChild(request, options.timeoutMs ?? DESCRIBE_TIMEOUT_MS);
  if (answer.kind === "described") return answer.job;
  throw MrError.fromRecord(answer.error);
}

/** Enough for a stack; a chatty job file must not fill our memory. */
const STDERR_LIMIT = 8192;

function askChild(request: DescribeRequest, timeoutMs: number): Promise<DescribeAnswer> {
  const { code } = request;
  const file = code.kind === "bundle" ? code.file : code.name;
  return new Promise((resolve, reject) => {
    const child = fork(entryPoint("describe"), [], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: ["--enable-source-maps"],
    });
    let answer: DescribeAnswer | null = null;
    let failure: MrError | null = null;
    let errors = "";
    const timer = setTimeout(() => {
      failure = tooSlow(file, timeoutMs);
      child.kill("SIGKILL");
    }, timeoutMs);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-STDERR_LIMIT);
    });
    child.on("message", (message) => {
      answer = message as DescribeAnswer;
      clearTimeout(timer);
      child.kill("SIGKILL");
    });
    child.on("error", (error) => {
      failure = MrError.from(error);
    });
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      if (answer !== null) resolve(answer);
      else reject(failure ?? silent(file, signal ?? `code ${status}`, errors));
    });
    // A child that dies at once closes the channel; its `close` event tells the story.
    child.send(request, () => undefined);
  });
}

function tooSlow(file: string, timeoutMs: number): MrError {
  return new MrError(
    "MR_USER_CODE",
    `${file} had not finished loading after ${timeoutMs / 1000} s`,
    {
      hint: "A job is loaded in many processes: the top level of its file must not loop, wait or ask.",
    },
  );
}

function silent(file: string, how: string, errors: string): MrError {
  const tail = errors.trim();
  return new MrError(
    "MR_USER_CODE",
    `${file} ended its process while it was loaded (${how})${tail === "" ? "" : `:\n${tail}`}`,
    { hint: "The top level of a job file must not call process.exit()." },
  );
}
