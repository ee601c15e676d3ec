/**
 * Virtual time: what happens when, in order of time, then of asking. Nothing in a simulation knows another clock.
 *
 * C1. One act at a time; whatever promises it settles have run to their end before the next act.
 * C2. Equal inputs give equal orders: ties are broken by the order of asking.
 * C3. The process's own clock stands still: code that pauses for breath after some milliseconds would go on between
 *     acts, at a moment of its own.
 */

interface Entry {
  readonly at: number;
  readonly order: number;
  /** Null: taken back. */
  act: (() => void) | null;
}

export class Clock {
  now = 0;
  /** Acts so far. */
  acts = 0;
  #order = 0;
  readonly #heap: Entry[] = [];

  /** Returns the function that takes it back. */
  after(delayMs: number, act: () => void): () => void {
    return this.at(this.now + Math.max(0, delayMs), act);
  }

  at(time: number, act: () => void): () => void {
    const entry: Entry = { at: Math.max(this.now, time), order: this.#order, act };
    this.#order += 1;
    this.#push(entry);
    return () => {
      entry.act = null;
    };
  }

  /** Until `done`, or until nothing is left before `endMs`. */
  async run(endMs: number, done: () => boolean): Promise<void> {
    Object.defineProperty(performance, "now", { configurable: true, value: () => 0 });
    try {
      while (!done() && this.runNext(endMs)) await settled();
    } finally {
      Reflect.deleteProperty(performance, "now");
    }
  }

  /** The same without promises; false when nothing is left. */
  runNext(endMs: number): boolean {
    for (;;) {
      const entry = this.#heap[0];
      if (entry === undefined || entry.at > endMs) return false;
      this.#pop();
      if (entry.act === null) continue;
      this.now = entry.at;
      this.acts += 1;
      entry.act();
      return true;
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let position = heap.length;
    heap.push(entry);
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const other = heap[parent];
      if (other === undefined || !isBefore(entry, other)) break;
      heap[position] = other;
      position = parent;
    }
    heap[position] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let position = 0;
    for (;;) {
      let child = 2 * position + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      let smaller = left;
      if (right !== undefined && isBefore(right, left)) {
        smaller = right;
        child += 1;
      }
      if (!isBefore(smaller, last)) break;
      heap[position] = smaller;
      position = child;
    }
    heap[position] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at !== b.at ? a.at < b.at : a.order < b.order;
}

/** All promises that can go on have gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
