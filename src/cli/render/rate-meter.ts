/**
 * How fast a stage goes and when it will be done, from what was seen in the last seconds.
 *
 * E1. The clock is handed in; two samples at one time give no rate instead of an infinite one.
 */

import type { StageView } from "../../engine/view.js";
import { stageFraction } from "./words.js";

const WINDOW_MS = 10_000;

interface Sample {
  readonly at: number;
  readonly bytes: number;
  readonly fraction: number;
}

export interface Pace {
  readonly bytesPerSecond: number | null;
  readonly remainingMs: number | null;
}

export class RateMeter {
  readonly #samples = new Map<string, Sample[]>();

  measure(stage: StageView, at: number): Pace {
    const fraction = stageFraction(stage);
    const samples = this.#samples.get(stage.name) ?? [];
    samples.push({ at, bytes: stage.bytesDone, fraction });
    while (samples.length > 2 && at - (samples[1]?.at ?? at) > WINDOW_MS) samples.shift();
    this.#samples.set(stage.name, samples);
    const first = samples[0];
    if (first === undefined || at <= first.at) return { bytesPerSecond: null, remainingMs: null };
    const elapsedMs = at - first.at;
    const bytes = stage.bytesDone - first.bytes;
    const progress = fraction - first.fraction;
    return {
      bytesPerSecond: bytes > 0 ? (bytes / elapsedMs) * 1000 : null,
      remainingMs: progress > 0 ? ((1 - fraction) / progress) * elapsedMs : null,
    };
  }
}
