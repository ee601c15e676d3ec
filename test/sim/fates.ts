/**
 * What becomes of messages on their way: how often each kind of message met each kind of fate.
 *
 * Owns: the sums. Hears of every sending, arrival and loss of a network that was given one.
 *
 * F1. Without the network's own chances: who listens changes nothing of what happens.
 */

/**
 * `in flight`: lost, and the process that it was for, or that had sent it, ended. `cut off`: it arrived, and then the
 * connection broke or the answer was lost. `overtaken`: by what the same sender sent later.
 */
export type Fate = "lost" | "in flight" | "cut off" | "doubled" | "late" | "overtaken";

/** Later than every answer is waited for. */
const LATE_MS = 5_000;

interface Kinded {
  readonly kind: string;
}

export class Fates {
  /** By `kind, fate`. */
  readonly met = new Map<string, number>();
  /** By sender and receiver: when the youngest message that has arrived was sent. */
  readonly #youngest = new Map<string, number>();
  readonly #arrived = new Set<string>();

  arrived(way: string, message: unknown, sentAt: number, now: number): void {
    const youngest = this.#youngest.get(way) ?? -1;
    if (sentAt < youngest) this.add(message, "overtaken");
    this.#youngest.set(way, Math.max(youngest, sentAt));
    if (now - sentAt > LATE_MS) this.add(message, "late");
    const name = `${way} ${JSON.stringify(message)}`;
    if (this.#arrived.has(name)) this.add(message, "doubled");
    this.#arrived.add(name);
  }

  lost(message: unknown, anEndDied: boolean): void {
    this.add(message, anEndDied ? "in flight" : "lost");
  }

  add(message: unknown, fate: Fate): void {
    const key = `${kindOf(message)}, ${fate}`;
    this.met.set(key, (this.met.get(key) ?? 0) + 1);
  }
}

export function kindOf(message: unknown): string {
  return (message as Kinded).kind;
}
