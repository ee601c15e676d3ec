/**
 * Readers that share a network.
 *
 * Owns: how far each running reduce has come with its fetching. Talks to: nobody; asked at every tick.
 *
 * N1. All readers that have something to fetch share the network's rate equally, but none gets more than its own limit:
 *     two hundred that begin anew fetch faster than the seventeen hundred that all began together.
 * N2. A reader fetches what is there, while maps still run too. It cannot hold more of its input than there are
 *     outputs; what it had before outputs went away it keeps.
 */

export interface Network {
  /** What one reader fetches altogether. */
  readonly inputBytes: number;
  /** Of all readers together. */
  readonly bytesPerMs: number;
  /** Of one reader: its link, or its disk. */
  readonly readerBytesPerMs: number;
}

interface Reader {
  fetchedBytes: number;
  /** Its own limit is this many times lower. */
  readonly slowness: number;
  readonly done: () => void;
}

export class Fetching {
  readonly #network: Network;
  readonly #readers = new Map<string, Reader>();

  constructor(network: Network) {
    this.#network = network;
  }

  begin(key: string, slowness: number, done: () => void): void {
    this.#readers.set(key, { fetchedBytes: 0, slowness, done });
  }

  end(key: string): void {
    this.#readers.delete(key);
  }

  /** `available` is the share of all outputs that exist. */
  advance(elapsedMs: number, available: number): void {
    const { inputBytes, bytesPerMs, readerBytesPerMs } = this.#network;
    const thereBytes = available * inputBytes;
    const busy = [...this.#readers].filter(([, reader]) => reader.fetchedBytes < thereBytes);
    const fairBytesPerMs = bytesPerMs / busy.length;
    for (const [key, reader] of busy) {
      const bytes = Math.min(fairBytesPerMs, readerBytesPerMs / reader.slowness) * elapsedMs;
      reader.fetchedBytes = Math.min(reader.fetchedBytes + bytes, thereBytes);
      if (reader.fetchedBytes < inputBytes) continue;
      this.#readers.delete(key);
      reader.done();
    }
  }
}
