/** Virtual time: what happens when, in order of time, then of asking. */

export interface Agenda {
  readonly now: number;
  after(delayMs: number, act: () => void): void;
  /** Runs until `done` or until nothing is left before `endMs`. */
  run(endMs: number, done: () => boolean): void;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let now = 0;
  let order = 0;
  return {
    get now() {
      return now;
    },
    after(delayMs, act) {
      push(heap, { at: now + Math.max(0, Math.round(delayMs)), order, act });
      order += 1;
    },
    run(endMs, done) {
      while (!done()) {
        const entry = pop(heap);
        if (entry === undefined || entry.at > endMs) return;
        now = entry.at;
        entry.act();
      }
    },
  };
}

function before(a: Entry, b: Entry): boolean {
  return a.at !== b.at ? a.at < b.at : a.order < b.order;
}

function push(heap: Entry[], entry: Entry): void {
  let position = heap.length;
  heap.push(entry);
  while (position > 0) {
    const parent = (position - 1) >> 1;
    const other = heap[parent];
    if (other === undefined || !before(entry, other)) break;
    heap[position] = other;
    position = parent;
  }
  heap[position] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let position = 0;
  for (;;) {
    let child = 2 * position + 1;
    const left = heap[child];
    const right = heap[child + 1];
    if (left === undefined) break;
    const smaller = right !== undefined && before(right, left) ? right : left;
    if (smaller === right) child += 1;
    if (!before(smaller, last)) break;
    heap[position] = smaller;
    position = child;
  }
  heap[position] = last;
  return first;
}
