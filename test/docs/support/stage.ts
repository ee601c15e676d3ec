/**
 * The folder in which a document's blocks are run, one after the other, as a reader would do it.
 *
 * S1. `mr` and `node` are on the PATH, `examples` is there, HOME is the folder itself: nothing outside is touched.
 * S2. Port 7070 of the text becomes a free one. After a line that starts a master in the background, its port is
 *     waited for; at the end of the block everything in the background is ended.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { packageRoot } from "../../../src/config/layout.js";
import type { Block } from "./document.js";
import { programFolder } from "./program-folder.js";

const BLOCK_TIMEOUT_MS = 25_000;
const MASTER = /^mr master .*&$/;

export class Stage {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "mr-docs-")));
  readonly #program = programFolder();
  readonly #port: number;
  #printed = "";

  static async open(): Promise<Stage> {
    return new Stage(await freePort());
  }

  private constructor(port: number) {
    this.#port = port;
    cpSync(join(packageRoot(), "examples"), join(this.folder, "examples"), { recursive: true });
  }

  close(): void {
    this.#program.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Throws an error that names what went wrong. */
  play(block: Block): void {
    const { mark, language, text } = block;
    if (mark.kind === "skip") return;
    if (mark.kind === "file") writeFileSync(join(this.folder, mark.name), text, { mode: 0o755 });
    else if (mark.kind === "prints") this.#compare(text);
    else if (mark.kind === "run") this.#printed = this.#runScript(text);
    else if (language === "sh") this.#printed = this.#run("bash", ["-c", this.#script(text)]);
  }

  #compare(text: string): void {
    if (this.#printed === text) return;
    throw new Error(`the block before it printed\n${this.#printed}instead of\n${text}`);
  }

  #runScript(text: string): string {
    const file = join(this.folder, "block.ts");
    writeFileSync(file, text);
    const runner = join(packageRoot(), "scripts", "run-ts.mjs");
    return this.#run("node", [runner, relative(packageRoot(), file)]);
  }

  #script(text: string): string {
    const lines = text
      .split("\n")
      .flatMap((line) => (MASTER.test(line) ? [atPort(line), WAIT] : [line]));
    return [...PREAMBLE, ...lines].join("\n").replaceAll("7070", String(this.#port));
  }

  #run(program: string, args: readonly string[]): string {
    const { status, stdout, stderr, error } = spawnSync(join(this.#bin(program)), args, {
      cwd: this.folder,
      encoding: "utf8",
      timeout: BLOCK_TIMEOUT_MS,
      env: {
        PATH: `${this.#program.path}:${process.env["PATH"] ?? ""}`,
        HOME: this.folder,
        LC_ALL: "C.UTF-8",
      },
    });
    if (status === 0 && error === undefined) return stdout;
    throw new Error(`ended with ${error?.message ?? status}:\n${stderr}${stdout}`);
  }

  #bin(program: string): string {
    return program === "node" ? process.execPath : program;
  }
}

/** The default port may be in use on this machine. */
function atPort(line: string): string {
  return line.includes("--listen")
    ? line
    : line.replace("mr master", "mr master --listen 127.0.0.1:7070");
}

const WAIT = "until (exec 3<>/dev/tcp/127.0.0.1/7070) 2>/dev/null; do sleep 0.05; done";
const PREAMBLE = [
  "set -eu",
  "trap 'code=$?; jobs -p | xargs -r kill; wait; exit $code' EXIT",
  "trap 'echo \"line failed: $BASH_COMMAND\" >&2' ERR",
];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
