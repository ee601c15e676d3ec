/**
 * Seeded randomness for generated data: the same seed gives the same bytes on every machine.
 *
 * The generator is sfc32 (Doty-Humphrey, PractRand): 128 bits of state, 32-bit integer operations only.
 */

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = 0x9e3779b9 | 0;
    this.#c = 0x243f6a88 | 0;
    for (let i = 0; i < 16; i++) this.next();
  }

  /** 32 random bits, unsigned. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in 0..limit-1. */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit);
  }
}

/**
 * Zipf-distributed ranks by the alias method (Walker 1977; Vose 1991): constant time a draw.
 * Rank r has weight 1 / (r + 1)^exponent.
 */
export class Zipf {
  readonly #threshold: Float64Array;
  readonly #alias: Uint32Array;
  readonly #size: number;

  constructor(size: number, exponent: number) {
    this.#size = size;
    this.#threshold = new Float64Array(size);
    this.#alias = new Uint32Array(size);
    let total = 0;
    for (let rank = 0; rank < size; rank++) total += 1 / (rank + 1) ** exponent;
    const scaled = new Float64Array(size);
    const small: number[] = [];
    const large: number[] = [];
    for (let rank = 0; rank < size; rank++) {
      scaled[rank] = size / (rank + 1) ** exponent / total;
      ((scaled[rank] as number) < 1 ? small : large).push(rank);
    }
    for (;;) {
      const low = small.pop();
      const high = large.pop();
      if (low === undefined || high === undefined) {
        for (const rest of [low, high, ...small, ...large]) {
          if (rest !== undefined) this.#threshold[rest] = 1;
        }
        return;
      }
      this.#threshold[low] = scaled[low] as number;
      this.#alias[low] = high;
      scaled[high] = (scaled[high] as number) + (scaled[low] as number) - 1;
      ((scaled[high] as number) < 1 ? small : large).push(high);
    }
  }

  draw(random: Random): number {
    const column = random.below(this.#size);
    const coin = random.next() / 0x1_0000_0000;
    return coin < (this.#threshold[column] as number) ? column : (this.#alias[column] as number);
  }
}
