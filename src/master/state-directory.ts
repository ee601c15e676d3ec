/**
 * The master's folder: lock, epoch, the token of the data ports. The journal and the bundles live beside them.
 */

import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { MrError } from "../engine/error.js";
import { replaceFile } from "./durable-file.js";
import { lockState, type StateLock } from "./state-lock.js";

export interface StateDirectory {
  readonly path: string;
  /** Higher than in every earlier start, also of those that ended a moment later. */
  readonly epoch: number;
  /** The same in every start: segments outlive a master. */
  readonly dataToken: string;
  readonly lock: StateLock;
}

/** Errors: MR_STATE_LOCKED, MR_CONFIG, MR_JOURNAL_CORRUPT. */
export async function openStateDirectory(path: string, durable: boolean): Promise<StateDirectory> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new MrError("MR_CONFIG", `the state directory ${path} cannot be made`, {
      hint: "Name a folder that this user may write to.",
      cause: error,
    });
  }
  const lock = lockState(path);
  try {
    const epoch = (await readEpoch(join(path, "epoch"))) + 1;
    await replaceFile(join(path, "epoch"), `${epoch}\n`, durable);
    const dataToken = await readOrMakeToken(join(path, "data-token"), durable);
    return { path, epoch, dataToken, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function readEpoch(path: string): Promise<number> {
  const text = await readIfThere(path);
  if (text === null) return 0;
  if (/^\d{1,9}\n$/.test(text)) return Number(text);
  throw new MrError("MR_JOURNAL_CORRUPT", `${path} does not hold an epoch`, {
    hint: "Write the number of the last start into it, or a higher one.",
  });
}

async function readOrMakeToken(path: string, durable: boolean): Promise<string> {
  const stored = (await readIfThere(path))?.trim();
  if (stored !== undefined && /^[0-9a-f]{64}$/.test(stored)) return stored;
  const token = randomBytes(32).toString("hex");
  await replaceFile(path, `${token}\n`, durable);
  return token;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
