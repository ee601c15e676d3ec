/**
 * A program by the Hadoop Streaming contract: lines on stdin, lines on stdout, `reporter:` lines on stderr.
 *
 * Owns: one child process and all that it starts. Talks to: the pipeline, through callbacks.
 *
 * S1. `write` resolves when the program has taken the bytes: the source is never far ahead of it. A program that stops
 *     reading is fine as long as it exits with 0; the rest of the input is dropped.
 * S2. Its lines go to `onLine` as they come, synchronously; its output is read no faster than that, or than the target
 *     drains.
 * S3. `end` resolves when the program has exited with 0 and all its lines have been handled, else it throws.
 * S4. The program is a process group; it dies with `kill`, and with this process however that ends: a watcher inside
 *     the group waits for a pipe to close that we hold.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { MrError } from "../../engine/error.js";
import { LineCutter } from "./line-cutter.js";

/** `$1` is the command. The watcher's own output is closed, so that it never holds back the end of the command's. */
const WRAPPER = '(read -r _ <&3; kill -9 0) >/dev/null 2>&1 & exec 3<&-; exec sh -c "$1" sh';

const KEPT_ERROR_LINES = 20;
const ERROR_LINE_LIMIT_BYTES = 64 * 1024;

export interface CommandOptions {
  /** `map`, `combine` or `reduce`: for messages. */
  readonly role: string;
  readonly command: string;
  readonly directory: string;
  readonly variables: { readonly [name: string]: string };
  readonly lineLimitBytes: number;
  readonly signal: AbortSignal;
  readonly onLine: (bytes: Buffer, start: number, end: number) => void;
  /** Asked after each chunk of output. */
  readonly drained: () => Promise<void> | null;
  readonly onCounter: (name: string, amount: number) => void;
  /** `reporter:status:` and all other lines on stderr. */
  readonly onMessage: (text: string) => void;
}

type Ending =
  | { readonly kind: "exit"; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: "failed"; readonly error: unknown };

export class CommandProcess {
  readonly #options: CommandOptions;
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ending>;
  readonly #lastErrorLines: string[] = [];
  #failure: { readonly error: unknown } | null = null;
  /** The program has closed its stdin, or is gone. */
  #deaf = false;

  constructor(options: CommandOptions) {
    this.#options = options;
    const { command, directory, variables } = options;
    const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    // `env` adds the variables to the inherited ones: only config reads this process's environment.
    this.#child = spawn("env", [...settings, "sh", "-c", WRAPPER, "sh", command], {
      cwd: directory,
      detached: true,
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    this.#ended = this.#watch();
    options.signal.addEventListener("abort", this.#abort, { once: true });
  }

  /** False: the program wants no more. */
  async write(bytes: Buffer): Promise<boolean> {
    this.#throwFailure();
    const { stdin } = this.#child;
    if (this.#deaf || stdin === null || stdin.destroyed) return false;
    const error = await new Promise<Error | null | undefined>((done) => stdin.write(bytes, done));
    this.#throwFailure();
    if (!error) return true;
    this.#deaf = true;
    return false;
  }

  async end(): Promise<void> {
    this.#child.stdin?.end();
    const ending = await this.#ended;
    if (ending.kind === "failed") throw ending.error;
    if (ending.code !== 0) throw this.#badExit(ending);
  }

  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch (error) {
      // Gone already, with its whole group.
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  readonly #abort = (): void => this.#fail(new MrError("MR_CANCELLED", "the task was stopped"));

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.kill();
  }

  async #watch(): Promise<Ending> {
    const { stdin, stdout, stderr, stdio } = this.#child;
    const lifeline = stdio[3];
    // EPIPE when the program stops reading: that is its right (S1).
    stdin?.on("error", () => {
      this.#deaf = true;
    });
    lifeline?.on("error", () => {});
    const exited = new Promise<Ending>((resolve) => {
      this.#child.once("error", (error) =>
        resolve({ kind: "failed", error: this.#cannotStart(error) }),
      );
      this.#child.once("exit", (code, signal) => resolve({ kind: "exit", code, signal }));
    });
    const reading = Promise.all([this.#readOutput(stdout), this.#readMessages(stderr)]);
    const ending = await exited;
    this.#deaf = true;
    if (ending.kind === "exit") await reading;
    // Whatever the command has left in the background goes with it.
    lifeline?.destroy();
    this.#options.signal.removeEventListener("abort", this.#abort);
    return this.#failure === null ? ending : { kind: "failed", error: this.#failure.error };
  }

  /** Never rejects: what goes wrong is kept as the failure. */
  async #readOutput(stdout: NodeJS.ReadableStream | null): Promise<void> {
    const { onLine, drained, lineLimitBytes } = this.#options;
    const cutter = new LineCutter(lineLimitBytes, onLine);
    try {
      for await (const chunk of stdout ?? []) {
        cutter.write(chunk as Buffer);
        await drained();
      }
      cutter.end();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #readMessages(stderr: NodeJS.ReadableStream | null): Promise<void> {
    const cutter = new LineCutter(ERROR_LINE_LIMIT_BYTES, (bytes, start, end) =>
      this.#message(bytes.toString("utf8", start, end)),
    );
    try {
      for await (const chunk of stderr ?? []) cutter.write(chunk as Buffer);
      cutter.end();
    } catch (error) {
      this.#fail(error);
    }
  }

  #message(line: string): void {
    const counter = /^reporter:counter:([^,]*),(.*),\s*([+-]?\d+)\s*$/.exec(line);
    if (counter !== null) {
      this.#options.onCounter(`${counter[1]}.${counter[2]}`, Number(counter[3]));
      return;
    }
    const status = /^reporter:status:(.*)$/.exec(line);
    const text = status?.[1] ?? line;
    this.#options.onMessage(text);
    if (status !== null) return;
    this.#lastErrorLines.push(text.slice(0, 1000));
    if (this.#lastErrorLines.length > KEPT_ERROR_LINES) this.#lastErrorLines.shift();
  }

  #cannotStart(error: Error): MrError {
    const { role, directory } = this.#options;
    return new MrError("MR_USER_CODE", `the ${role} command cannot be started in ${directory}`, {
      cause: error,
      hint: error.message,
    });
  }

  #badExit({ code, signal }: Extract<Ending, { kind: "exit" }>): MrError {
    const { role, command, directory } = this.#options;
    const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
    const said =
      this.#lastErrorLines.length === 0
        ? ", nothing on stderr"
        : `; last lines on stderr:\n${this.#lastErrorLines.join("\n")}`;
    const error = new MrError("MR_USER_CODE", `the ${role} command ended with ${how}${said}`, {
      hint:
        code === 126 || code === 127
          ? `\`${command}\` was run with sh in ${directory}: check that it is there and executable.`
          : `Try it alone: head -1000 INPUT | ${command}`,
    });
    // Our own stack says nothing about the user's program.
    error.stack = `${error.name}: ${error.message}`;
    return error;
  }
}
