/**
 * A heap of small integers from which any member can be taken out.
 *
 * Owns: the order of waiting tasks in a stage and of workers with free slots. Talks to: nobody.
 *
 * H1. `before` is a strict total order: the order of removal never depends on the order of insertion.
 * H2. add, remove and moved cost O(log n); memory is 8 bytes a member.
 */

const ABSENT = -1;

export class IndexedHeap {
  private readonly before: (a: number, b: number) => boolean;
  private members: Int32Array;
  private positions: Int32Array;
  private count = 0;

  constructor(before: (a: number, b: number) => boolean, capacity = 16) {
    this.before = before;
    this.members = new Int32Array(capacity);
    this.positions = new Int32Array(capacity).fill(ABSENT);
  }

  get size(): number {
    return this.count;
  }

  /** -1 when there is none. */
  get first(): number {
    return this.count === 0 ? ABSENT : this.at(0);
  }

  has(id: number): boolean {
    return id < this.positions.length && this.positions[id] !== ABSENT;
  }

  add(id: number): void {
    if (this.has(id)) return;
    this.reserve(id);
    this.place(id, this.count);
    this.count += 1;
    this.rise(this.count - 1);
  }

  remove(id: number): void {
    if (!this.has(id)) return;
    const position = this.positionOf(id);
    this.positions[id] = ABSENT;
    this.count -= 1;
    if (position === this.count) return;
    this.place(this.at(this.count), position);
    this.settle(position);
  }

  clear(): void {
    this.count = 0;
    this.members = new Int32Array(0);
    this.positions = new Int32Array(0);
  }

  /** The order of `id` among the others has changed. */
  moved(id: number): void {
    if (this.has(id)) this.settle(this.positionOf(id));
  }

  /** The first of the first `limit` members, in order, that is accepted; -1 when there is none. */
  find(limit: number, accept: (id: number) => boolean): number {
    if (this.count === 0) return ABSENT;
    if (accept(this.at(0))) return this.at(0);
    const frontier = [1, 2];
    for (let looked = 1; looked < limit; looked += 1) {
      const position = this.takeFirst(frontier);
      if (position === ABSENT) return ABSENT;
      if (accept(this.at(position))) return this.at(position);
      frontier.push(2 * position + 1, 2 * position + 2);
    }
    return ABSENT;
  }

  private takeFirst(frontier: number[]): number {
    let best = ABSENT;
    for (let i = 0; i < frontier.length; i += 1) {
      const position = frontier[i] ?? this.count;
      if (position >= this.count) continue;
      const other = best === ABSENT ? ABSENT : (frontier[best] ?? ABSENT);
      if (other === ABSENT || this.before(this.at(position), this.at(other))) best = i;
    }
    if (best === ABSENT) return ABSENT;
    const position = frontier[best] ?? ABSENT;
    frontier.splice(best, 1);
    return position;
  }

  private settle(position: number): void {
    const id = this.at(position);
    this.rise(position);
    this.sink(this.positionOf(id));
  }

  private rise(start: number): void {
    const id = this.at(start);
    let position = start;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const other = this.at(parent);
      if (!this.before(id, other)) break;
      this.place(other, position);
      position = parent;
    }
    this.place(id, position);
  }

  private sink(start: number): void {
    const id = this.at(start);
    let position = start;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= this.count) break;
      if (child + 1 < this.count && this.before(this.at(child + 1), this.at(child))) child += 1;
      if (!this.before(this.at(child), id)) break;
      this.place(this.at(child), position);
      position = child;
    }
    this.place(id, position);
  }

  private at(position: number): number {
    return this.members[position] as number;
  }

  private positionOf(id: number): number {
    return this.positions[id] as number;
  }

  private place(id: number, position: number): void {
    this.members[position] = id;
    this.positions[id] = position;
  }

  private reserve(id: number): void {
    if (this.count >= this.members.length) {
      const members = new Int32Array(Math.max(16, this.members.length * 2));
      members.set(this.members);
      this.members = members;
    }
    if (id >= this.positions.length) {
      const positions = new Int32Array(Math.max(id + 1, this.positions.length * 2)).fill(ABSENT);
      positions.set(this.positions);
      this.positions = positions;
    }
  }
}
