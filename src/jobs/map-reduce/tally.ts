/**
 * What a task counts while it runs: users' counters and totals, records read, records left out.
 *
 * T1. Counters are integers, so their sum has one value in any order; totals are any finite numbers.
 * T2. More bad records than the whole job may leave out end the task at once.
 */

import { MrError } from "../../engine/error.js";
import type { SkippedRecord } from "../../engine/graph.js";
import type { Counter } from "../definition.js";
import { LocatedError } from "./located-error.js";

export class Tally {
  inputRecords = 0;
  inputBytes = 0;
  readonly skipped: SkippedRecord[] = [];
  readonly #skipLimit: number;
  readonly #counters = new Map<string, number>();
  readonly #totals = new Map<string, number>();
  readonly #counterHandles = new Map<string, Counter>();
  readonly #totalHandles = new Map<string, Counter>();

  constructor(skipLimit: number) {
    this.#skipLimit = skipLimit;
  }

  get skips(): boolean {
    return this.#skipLimit > 0;
  }

  /** The same object for the same name: jobs ask for it once a record. */
  counter(name: string): Counter {
    return remember(this.#counterHandles, name, () => ({
      add: (amount = 1) => {
        if (!Number.isSafeInteger(amount)) {
          throw new MrError("MR_USER_CODE", `counter ${name} was given ${amount}`, {
            hint: "Counters add up whole numbers; use context.total for others.",
          });
        }
        this.count(name, amount);
      },
    }));
  }

  count(name: string, amount: number): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + amount);
  }

  total(name: string): Counter {
    return remember(this.#totalHandles, name, () => ({
      add: (amount = 1) => {
        if (!Number.isFinite(amount)) {
          throw new MrError("MR_USER_CODE", `total ${name} was given ${amount}`);
        }
        this.#totals.set(name, (this.#totals.get(name) ?? 0) + amount);
      },
    }));
  }

  skip(file: string, offset: number, error: MrError): void {
    this.skipped.push({ file, offset, reason: error.message });
    if (this.skipped.length <= this.#skipLimit) return;
    const tooMany = new MrError(
      "MR_TOO_MANY_BAD_RECORDS",
      `more than ${this.#skipLimit} bad records; the last one: ${error.message}`,
      { cause: error, hint: "Raise --skip-bad, or mend the input." },
    );
    if (error.stack !== undefined) tooMany.stack = error.stack;
    throw new LocatedError(tooMany, `${file}:${offset}`);
  }

  get counters(): { readonly [name: string]: number } {
    return Object.fromEntries(this.#counters);
  }

  get totals(): { readonly [name: string]: number } {
    return Object.fromEntries(this.#totals);
  }
}

function remember(handles: Map<string, Counter>, name: string, make: () => Counter): Counter {
  let handle = handles.get(name);
  if (handle === undefined) {
    handle = make();
    handles.set(name, handle);
  }
  return handle;
}
