/**
 * Cut points for range partitioning, from samples of the keys.
 *
 * Owns: how R ranges of about equal weight are chosen. Pure: used by the planner.
 *
 * K1. Cuts rise strictly in byte order; there are at most R - 1, fewer when there are fewer distinct keys.
 * K2. Partition of a key = number of cuts that are not greater than it; so equal keys meet in one partition.
 */

import type { SampleResult } from "./stage-body.js";

interface WeightedKey {
  /** The key's bytes, one a character: comparing such strings compares bytes. */
  readonly bytes: string;
  readonly weight: number;
}

/** Base64 cuts for `partitions` ranges. */
export function chooseCuts(samples: readonly SampleResult[], partitions: number): string[] {
  const keys = weigh(samples);
  const total = keys.reduce((sum, key) => sum + key.weight, 0);
  const cuts: string[] = [];
  let seen = 0;
  let previous = keys[0]?.bytes;
  for (const key of keys) {
    // A cut before the first key would only make an empty part.
    if (key.bytes !== previous && seen * partitions >= total * (cuts.length + 1)) {
      cuts.push(key.bytes);
      if (cuts.length === partitions - 1) break;
    }
    previous = key.bytes;
    seen += key.weight;
  }
  return cuts.map((cut) => btoa(cut));
}

function weigh(samples: readonly SampleResult[]): WeightedKey[] {
  const keys = samples.flatMap((sample) =>
    sample.keys.map((key) => ({ bytes: atob(key), weight: sample.weight / sample.keys.length })),
  );
  return keys.sort((a, b) => (a.bytes < b.bytes ? -1 : a.bytes > b.bytes ? 1 : 0));
}
