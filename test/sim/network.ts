/**
 * The network between nodes: connections that deliver in order or break, and partitions.
 *
 * Owns: what is on its way, which directions are cut. Talks to: nodes, whose lives end their connections.
 *
 * W1. Within a connection nothing is lost, doubled or reordered, as with TCP; what is on its way when it breaks is lost.
 *     Between two connections of the same pair anything may overtake anything.
 * W2. A cut direction delays; after KEEPALIVE_MS without an answer either end gives up, each at its own time.
 * W3. A killed process resets its connections; a machine that lost power, or a paused one, says nothing (W2).
 */

import type { RandomSource } from "../scenario/random-source.js";
import type { Clock } from "./clock.js";
import type { Fates } from "./fates.js";
import type { SimNode } from "./node.js";

const KEEPALIVE_MS = [10_000, 15_000] as const;
const CONNECT_TIMEOUT_MS = 5_000;
/** How often a cut direction is tried again. */
const RESEND_MS = 200;
/** Later than any answer is waited for. */
export const LATE_MS = 6_000;

export type BreakReason = "reset" | "silence" | "closed";

export interface Receiver<In> {
  message(message: In): void;
  /** Once; nothing is delivered after it. */
  broken(reason: BreakReason): void;
}

/** What may be done to a single message. `cut off`: it arrives, and its sender cannot know. */
export type Trouble = "lost" | "late" | "cut off";

type Item<Out> =
  | { readonly message: Out; readonly sentAt: number; readonly trouble: Trouble | null }
  | "fin";

interface Queued<Out> {
  readonly at: number;
  readonly item: Item<Out>;
}

/** One end of a connection. */
export class End<Out, In> {
  readonly node: SimNode;
  readonly #network: Network;
  readonly #life: number;
  receiver: Receiver<In> | null = null;
  peer: End<In, Out> | null = null;
  isOpen = true;
  #lastAt = 0;
  readonly #queue: Queued<Out>[] = [];
  #pumping = false;

  constructor(node: SimNode, network: Network) {
    this.node = node;
    this.#network = network;
    this.#life = node.life;
  }

  send(message: Out): void {
    if (!this.isOpen) return;
    const trouble = this.#network.meddle?.(this.node, message) ?? null;
    const item = { message, sentAt: this.#network.clock.now, trouble };
    this.#enqueue(item, trouble === "late" ? LATE_MS : 0);
    // Before it can have arrived.
    if (trouble === "lost") this.#network.clock.after(0.1, () => this.break("reset"));
  }

  /** Sends what is queued, then ends. */
  close(): void {
    if (!this.isOpen) return;
    this.#enqueue("fin");
    this.isOpen = false;
  }

  /** This end knows that it is over. The other hears of it if it can. */
  break(reason: BreakReason): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const { item } of this.#queue.splice(0)) this.#lose(item);
    if (this.isDead) return;
    this.receiver?.broken(reason);
    this.tellPeer();
  }

  tellPeer(): void {
    const { peer } = this;
    if (peer === null || !peer.isOpen || this.#network.isCut(this.node, peer.node)) return;
    this.#network.reach(this.node, peer.node, () => peer.break("reset"));
  }

  get isDead(): boolean {
    return this.node.life !== this.#life;
  }

  #enqueue(item: Item<Out>, extraMs = 0): void {
    const { peer } = this;
    if (peer === null) return;
    const at = Math.max(this.#lastAt, this.#network.arrival(this.node, peer.node) + extraMs);
    this.#lastAt = at;
    this.#queue.push({ at, item });
    if (!this.#pumping) this.#pump(at);
  }

  /** The wire: goes on when this end's process has died, as a kernel does. */
  #pump(at: number): void {
    this.#pumping = true;
    this.#network.clock.at(at, () => {
      this.#pumping = false;
      const { peer } = this;
      const next = this.#queue[0];
      if (next === undefined || peer === null) return;
      if (this.#network.isCut(this.node, peer.node)) {
        this.#pump(this.#network.clock.now + RESEND_MS);
        return;
      }
      this.#queue.shift();
      peer.node.reach(0, () => peer.#arrive(next.item));
      const after = this.#queue[0];
      if (after !== undefined) this.#pump(Math.max(after.at, this.#network.clock.now));
    });
  }

  #lose(item: Item<Out>): void {
    if (item === "fin") return;
    this.#network.fates?.lost(item.message, this.isDead || this.peer?.isDead === true);
  }

  #arrive(item: Item<In>): void {
    const { peer } = this;
    if (peer === null) return;
    if (!this.isOpen || this.isDead) {
      peer.#lose(item);
      return;
    }
    if (item === "fin") {
      this.isOpen = false;
      this.receiver?.broken("closed");
      return;
    }
    const { clock, fates } = this.#network;
    this.#network.delivered += 1;
    const way = `${peer.node.name}>${this.node.name}`;
    fates?.arrived(way, item.message, item.sentAt, clock.now);
    this.receiver?.message(item.message);
    if (item.trouble !== "cut off") return;
    fates?.add(item.message, "cut off");
    this.break("reset");
  }
}

export type Dialled<Out, In> =
  | { readonly kind: "open"; readonly end: End<Out, In> }
  | {
      readonly kind: "failed";
      readonly reason: "refused" | "timeout";
    };

export class Network {
  readonly clock: Clock;
  delivered = 0;
  /** Set: is told what becomes of messages. */
  fates: Fates | null = null;
  /** Set: is asked about every message that is sent. */
  meddle: ((from: SimNode, message: unknown) => Trouble | null) | null = null;
  /** Set: is told of every dial. */
  dialled: ((from: SimNode) => void) | null = null;
  /** Extra milliseconds for a while, everywhere. */
  lagMs = 0;
  readonly #random: RandomSource;
  readonly #cuts = new Map<string, number>();
  readonly #ends = new Set<End<unknown, unknown>>();

  constructor(clock: Clock, random: RandomSource) {
    this.clock = clock;
    this.#random = random;
  }

  /** One direction. Cuts add up; each is healed on its own. */
  cut(from: SimNode, to: SimNode): void {
    const key = `${from.name}>${to.name}`;
    this.#cuts.set(key, (this.#cuts.get(key) ?? 0) + 1);
    for (const end of this.#ends) {
      const touches =
        end.node === from ? end.peer?.node === to : end.node === to && end.peer?.node === from;
      if (touches) this.#watch(end, () => this.isCut(from, to));
    }
  }

  heal(from: SimNode, to: SimNode): void {
    const key = `${from.name}>${to.name}`;
    const cuts = (this.#cuts.get(key) ?? 0) - 1;
    if (cuts > 0) this.#cuts.set(key, cuts);
    else this.#cuts.delete(key);
  }

  healAll(): void {
    this.#cuts.clear();
    this.lagMs = 0;
  }

  isCut(from: SimNode, to: SimNode): boolean {
    return this.#cuts.size > 0 && this.#cuts.has(`${from.name}>${to.name}`);
  }

  /** W3: its peers hear nothing and find out by themselves. */
  silent(node: SimNode): void {
    for (const end of this.#endsTo(node))
      this.#watch(end, () => end.peer?.isDead === true || node.isPaused);
  }

  /** W3: the kernel answers for a process that is gone. */
  resetAll(node: SimNode): void {
    for (const end of this.#ends) if (end.node === node && end.isDead) end.isOpen = false;
    for (const end of this.#endsTo(node)) {
      if (this.isCut(node, end.node)) this.#watch(end, () => true);
      else this.reach(node, end.node, () => end.break("reset"));
    }
  }

  /** Connections of these two break, as when a switch in between forgets them. */
  breakBetween(a: SimNode, b: SimNode): void {
    for (const end of [...this.#ends]) {
      if (end.node === a && end.peer?.node === b) end.break("reset");
    }
  }

  dial<Out, In>(
    from: SimNode,
    to: SimNode,
    accept: (end: End<In, Out>) => void,
    done: (dialled: Dialled<Out, In>) => void,
  ): void {
    this.dialled?.(from);
    const cut = this.isCut(from, to) || this.isCut(to, from);
    if (cut || to.isPaused) {
      from.after(CONNECT_TIMEOUT_MS, () => done({ kind: "failed", reason: "timeout" }));
      return;
    }
    this.reach(from, from, () => {
      if (!to.alive) return done({ kind: "failed", reason: "refused" });
      const near = new End<Out, In>(from, this);
      const far = new End<In, Out>(to, this);
      near.peer = far;
      far.peer = near;
      this.#ends.add(near as End<unknown, unknown>).add(far as End<unknown, unknown>);
      accept(far);
      done({ kind: "open", end: near });
    });
  }

  /** Calls `act` on `to` when something sent now arrives there; says nothing of cuts. */
  reach(from: SimNode, to: SimNode, act: () => void): void {
    to.reach(this.arrival(from, to) - this.clock.now, act);
  }

  arrival(_from: SimNode, _to: SimNode): number {
    const slow = this.#random.chance(0.003) ? this.#random.between(200, 3_000) : 0;
    return this.clock.now + 0.2 + 3 * this.#random.next() + slow + this.lagMs * this.#random.next();
  }

  #endsTo(node: SimNode): End<unknown, unknown>[] {
    this.#forgetClosed();
    return [...this.#ends].filter((end) => end.isOpen && end.peer?.node === node);
  }

  #watch(end: End<unknown, unknown>, stillSilent: () => boolean): void {
    const [soonest, latest] = KEEPALIVE_MS;
    end.node.reach(this.#random.between(soonest, latest), () => {
      if (end.isOpen && stillSilent()) end.break("silence");
    });
  }

  #forgetClosed(): void {
    for (const end of this.#ends) {
      if (!end.isOpen && end.peer?.isOpen !== true) this.#ends.delete(end);
    }
  }
}
