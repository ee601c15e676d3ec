/**
 * How fast other hosts send us segments, and so whether it pays to ask for compressed ones.
 *
 * L1. Only transfers long enough to say something count; the newest says most.
 * L2. Bytes on the wire count, not what they hold: a link that turns out fast is asked for plain bytes again.
 * L3. Only waiting counts: where this process is the bound, or many pulls share it, compressing would not help.
 */

import { PAYS_BELOW, preferredCodec, type WireCodec } from "./wire-codec.js";

/** Shorter transfers tell the delay of the link, not its speed. */
const TELLING_BYTES = 1024 * 1024;
const NEWEST_WEIGHT = 0.5;
/** Bytes a second. A transfer that was hardly waited for says no more than that the link was not the bound. */
const FASTEST = 1e9;

export class LinkSpeeds {
  private readonly codec: WireCodec;
  /** Bytes a second by address. */
  private readonly speeds = new Map<string, number>();

  constructor(codec: WireCodec = preferredCodec()) {
    this.codec = codec;
  }

  /** So many bytes came, and for so long there was nothing to do but to wait for them. */
  note(address: string, bytes: number, waitedMs: number): void {
    if (bytes < TELLING_BYTES) return;
    const speed = Math.min(FASTEST, (bytes * 1000) / Math.max(waitedMs, 0.1));
    const before = this.speeds.get(address);
    this.speeds.set(
      address,
      before === undefined ? speed : before + (speed - before) * NEWEST_WEIGHT,
    );
  }

  /** What to ask the worker at `address` for. */
  codecFor(address: string): WireCodec {
    const speed = this.speeds.get(address);
    return speed !== undefined && speed < PAYS_BELOW[this.codec] ? this.codec : "none";
  }
}
