/**
 * What a task counts while it runs: users' counters and totals, records read.
 *
 * T1. Counters are integers, so their sum has one value in any order; totals are any finite numbers.
 */

import { MrError } from "../../engine/error.js";
import type { Counter } from "../definition.js";

export class Tally {
  inputRecords = 0;
  inputBytes = 0;
  readonly #counters = new Map<string, number>();
  readonly #totals = new Map<string, number>();
  readonly #counterHandles = new Map<string, Counter>();
  readonly #totalHandles = new Map<string, Counter>();

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
