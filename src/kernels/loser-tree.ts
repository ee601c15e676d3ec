/**
 * Tournament of losers: finds the smallest of K heads with log2(K) comparisons a step.
 *
 * Layout: `tree[0]` the winner, `tree[1..size)` the loser of each match.
 *
 * L1. `beats` is a strict total order (ties are broken by the leaf's number), so the merge is stable.
 */

export class LoserTree {
  private readonly tree: Int32Array;
  private readonly size: number;
  private readonly beats: (a: number, b: number) => boolean;

  constructor(size: number, beats: (a: number, b: number) => boolean) {
    this.size = size;
    this.beats = beats;
    this.tree = new Int32Array(Math.max(1, size));
  }

  get winner(): number {
    return this.tree[0];
  }

  /** Plays all matches; every leaf must have its head. */
  build(): void {
    this.tree.fill(-1);
    for (let leaf = this.size - 1; leaf >= 0; leaf--) this.climb(leaf);
  }

  /** Plays the winner's matches again after its head has changed. */
  replay(): void {
    this.climb(this.tree[0]);
  }

  private climb(leaf: number): void {
    const { tree, beats } = this;
    let winner = leaf;
    for (let node = (leaf + this.size) >> 1; node > 0; node >>= 1) {
      const loser = tree[node];
      // While building, the first to arrive waits for the other half of its match.
      if (loser < 0) {
        tree[node] = winner;
        return;
      }
      if (beats(loser, winner)) {
        tree[node] = winner;
        winner = loser;
      }
    }
    tree[0] = winner;
  }
}
