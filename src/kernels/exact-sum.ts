/**
 * Exact sums of doubles: a sum is kept as an expansion, a list of doubles that do not overlap and whose exact sum is the
 * exact sum of everything added (J. R. Shewchuk, 1997). Rounding happens once, at the end, so no order of adding
 * can change a bit of the result.
 *
 * X1. Values are finite and below BIG in magnitude: then no step of the arithmetic can overflow.
 * X2. `canonicalExpansion` depends on the exact value alone.
 */

/** 2^900: below it 2^100 values can be added without overflow. */
export const BIG = 2 ** 900;

/** Adds `value` to an expansion of rising magnitude, in place. */
export function addToExpansion(parts: number[], value: number): void {
  let kept = 0;
  let x = value;
  for (let i = 0; i < parts.length; i++) {
    let y = parts[i];
    if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
    const high = x + y;
    const low = y - (high - x);
    if (low !== 0) parts[kept++] = low;
    x = high;
  }
  parts.length = kept;
  if (x !== 0) parts.push(x);
}

/** The double nearest to the expansion's exact value, ties to even. */
export function roundExpansion(parts: readonly number[]): number {
  let n = parts.length;
  if (n === 0) return 0;
  let high = parts[--n];
  let low = 0;
  while (n > 0) {
    const x = high;
    const y = parts[--n];
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  // A tie was rounded to even although smaller parts lean to one side: lean with them.
  if (n > 0 && low !== 0 && low < 0 === parts[n - 1] < 0) {
    const y = low * 2;
    const x = high + y;
    if (y === x - high) high = x;
  }
  return high;
}

/** The value's greedy form: each part is the rest's nearest double. Largest first; empty for zero. */
export function canonicalExpansion(parts: readonly number[]): number[] {
  const rest = [...parts];
  const canonical: number[] = [];
  for (let next = roundExpansion(rest); next !== 0; next = roundExpansion(rest)) {
    canonical.push(next);
    addToExpansion(rest, -next);
  }
  return canonical;
}

/** Expansions of many sums in two flat arrays: linked nodes of rising magnitude. Node 0 means "none". */
export class ExpansionPool {
  private values = new Float64Array(64);
  private next = new Int32Array(64);
  private used = 1;
  private free = 0;

  get sizeBytes(): number {
    return this.used * 12;
  }

  /** Adds to the list that starts at `head` and returns its new head. */
  add(head: number, value: number): number {
    let x = value;
    let write = head;
    let last = 0;
    for (let node = head; node !== 0; node = this.next[node]) {
      let y = this.values[node];
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) {
        this.values[write] = low;
        last = write;
        write = this.next[write];
      }
      x = high;
    }
    return this.end(head, last, write, x);
  }

  read(head: number): number[] {
    const parts: number[] = [];
    for (let node = head; node !== 0; node = this.next[node]) {
      if (this.values[node] !== 0) parts.push(this.values[node]);
    }
    return parts;
  }

  clear(): void {
    this.used = 1;
    this.free = 0;
  }

  /** Puts the largest part into node `write` (or a new one) after `last`, and frees what follows. */
  private end(head: number, last: number, write: number, value: number): number {
    const node = write === 0 ? this.allocate() : write;
    if (write === 0 && last !== 0) this.next[last] = node;
    this.values[node] = value;
    let rest = write === 0 ? 0 : this.next[node];
    while (rest !== 0) {
      const after = this.next[rest];
      this.next[rest] = this.free;
      this.free = rest;
      rest = after;
    }
    this.next[node] = 0;
    return head === 0 ? node : head;
  }

  private allocate(): number {
    if (this.free !== 0) {
      const node = this.free;
      this.free = this.next[node];
      return node;
    }
    if (this.used === this.values.length) {
      const values = new Float64Array(this.used * 2);
      const next = new Int32Array(this.used * 2);
      values.set(this.values);
      next.set(this.next);
      this.values = values;
      this.next = next;
    }
    return this.used++;
  }
}
