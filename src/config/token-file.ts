/**
 * A cluster's token, kept in a file that only its owner can read.
 *
 * T1. A file that others can read is refused: a shared secret that is not secret would only look safe.
 */

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { MrError } from "../engine/error.js";

const SHORTEST = 16;
const OTHERS = 0o077;

export function readTokenFile(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  let mode: number;
  let token: string;
  try {
    mode = statSync(path).mode;
    token = readFileSync(path, "utf8").trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MrError("MR_CONFIG", `cannot read the token file ${file}: ${reason}`, {
      hint: "Make one: (umask 077; openssl rand -hex 32 > token)",
      cause: error,
    });
  }
  if (process.platform !== "win32" && (mode & OTHERS) !== 0) {
    throw new MrError("MR_CONFIG", `others can read the token file ${file}`, {
      hint: `chmod 600 ${file}`,
    });
  }
  if (token.length < SHORTEST || /\s/.test(token)) {
    throw new MrError(
      "MR_CONFIG",
      `${file} holds no token: it must be one word of at least ${SHORTEST} characters`,
      { hint: "Make one: (umask 077; openssl rand -hex 32 > token)" },
    );
  }
  return token;
}
