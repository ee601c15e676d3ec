/**
 * Turns what user code prints into a bounded stream of log lines.
 *
 * Owns: cutting bytes into lines, and the limits that keep a chatty job from flooding the master.
 *
 * O1. Invalid UTF-8 becomes U+FFFD; a line is cut at LINE_LIMIT characters and says so.
 * O2. At most LINES_A_BATCH lines a batch and LINES_AN_ATTEMPT an attempt are sent on; the rest is counted, and the
 *     count is the last line.
 */

import { StringDecoder } from "node:string_decoder";
import { REPORT_INTERVAL_MS } from "./runner-protocol.js";

const LINE_LIMIT = 4_096;
const LINES_A_BATCH = 200;
const LINES_AN_ATTEMPT = 20_000;

export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #take: (lines: readonly string[]) => void;
  #rest = "";
  #cut = false;

  constructor(take: (lines: readonly string[]) => void) {
    this.#take = take;
  }

  write(bytes: Buffer): void {
    const pieces = (this.#rest + this.#decoder.write(bytes)).split("\n");
    this.#rest = pieces.pop() ?? "";
    const lines: string[] = [];
    for (const piece of pieces) {
      // The head of an over-long line has been handed out already: its tail is not a line of its own.
      if (this.#cut) this.#cut = false;
      else lines.push(bounded(piece));
    }
    if (this.#rest.length > LINE_LIMIT) {
      if (!this.#cut) lines.push(bounded(this.#rest));
      this.#cut = true;
      this.#rest = "";
    }
    if (lines.length > 0) this.#take(lines);
  }

  end(): void {
    const last = this.#rest + this.#decoder.end();
    this.#rest = "";
    if (last !== "" && !this.#cut) this.#take([bounded(last)]);
  }
}

function bounded(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return text.length <= LINE_LIMIT ? text : `${text.slice(0, LINE_LIMIT)} [line cut]`;
}

/** Collects lines of one attempt and sends them on in batches. */
export class LogBatcher {
  readonly #send: (lines: readonly string[]) => void;
  #lines: string[] = [];
  #total = 0;
  #leftOut = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(send: (lines: readonly string[]) => void) {
    this.#send = send;
  }

  push(lines: readonly string[]): void {
    for (const line of lines) {
      if (this.#lines.length >= LINES_A_BATCH || this.#total >= LINES_AN_ATTEMPT) {
        this.#leftOut += 1;
        continue;
      }
      this.#lines.push(line);
      this.#total += 1;
    }
    this.#timer ??= setTimeout(() => this.flush(), REPORT_INTERVAL_MS);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const lines = this.#lines;
    this.#lines = [];
    if (this.#leftOut > 0 && this.#total < LINES_AN_ATTEMPT) lines.push(this.#notice());
    if (lines.length > 0) this.#send(lines);
  }

  /** Sends what is left, and how much was left out. */
  end(): void {
    if (this.#leftOut > 0) this.#lines.push(this.#notice());
    this.flush();
  }

  #notice(): string {
    const count = this.#leftOut;
    this.#leftOut = 0;
    return `[${count} more ${count === 1 ? "line" : "lines"} left out]`;
  }
}
