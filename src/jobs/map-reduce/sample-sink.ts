/**
 * The sink of a sample: keys by which a planner cuts ranges. They travel in the task's report, through the journal.
 *
 * S1. A sample is a function of the keys alone: every k-th, k doubling whenever the sample is full.
 * S2. Of a key it tells little more than what sets it apart from the next smaller one: a cut there parts the sample in the
 *     same way, and a report stays small.
 */

import { ByteSink } from "../../kernels/byte-sink.js";
import type { KeyMode } from "../../shuffle/key.js";
import { encodeKey } from "../../shuffle/encoding/key-codec.js";
import type { Emit } from "../definition.js";
import { emitLine, pairsFromEmit, type TaskSink } from "./pair-target.js";
import type { SampleResult } from "./stage-body.js";
import { resultOf } from "./task-result.js";

const SAMPLE_KEYS = 2048;
/** Longer keys are cut: a prefix is as good a cut point. */
const SAMPLE_KEY_BYTES = 256;
/** What is told of a key behind its first byte that differs, for the order among the keys of other samples. */
const TOLD_BYTES = 4;

/** `weigh` says for how many records of the split those that were seen stand. */
export function createSampleSink(mode: KeyMode, weigh: (records: number) => number): TaskSink {
  const sample = new KeySample();
  const encoded = new ByteSink();
  const emit: Emit = (key) => {
    encoded.length = 0;
    encodeKey(key, mode, encoded);
    sample.add(encoded.bytes, 0, encoded.length);
  };
  const isRaw = mode === "raw";
  return {
    emit,
    pairs: isRaw
      ? {
          addKey: (bytes, start, end) => sample.add(bytes, start, end),
          addKeyBytes: (bytes, start, end) => sample.add(bytes, start, end),
        }
      : pairsFromEmit(emit),
    line: (bytes, start, end) => emitLine(emit, bytes, start, end),
    drained: () => null,
    async finish() {},
    abort() {},
    result: () => {
      const keys = sample.told().map((key) => btoa(key));
      const result: SampleResult = { weight: weigh(sample.records), keys };
      return { output: resultOf(result, "a sample of keys"), spills: 0 };
    },
  };
}

class KeySample {
  records = 0;
  /** Bytes, one a character: comparing such strings compares bytes. */
  private keys: string[] = [];
  private every = 1;

  add(bytes: Uint8Array, start: number, end: number): void {
    if (this.records++ % this.every !== 0) return;
    if (this.keys.length === SAMPLE_KEYS) {
      this.keys = this.keys.filter((_, index) => index % 2 === 0);
      this.every *= 2;
      if ((this.records - 1) % this.every !== 0) return;
    }
    const length = Math.min(end - start, SAMPLE_KEY_BYTES);
    const key = Buffer.from(bytes.buffer, bytes.byteOffset + start, length);
    this.keys.push(key.toString("latin1"));
  }

  /** In their order. */
  told(): string[] {
    const sorted = this.keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    let told = sorted[0] ?? "";
    return sorted.map((key, index) => {
      const before = sorted[index - 1];
      if (before !== undefined && before !== key) {
        told = key.slice(0, sharedLength(before, key) + 1 + TOLD_BYTES);
      }
      return told;
    });
  }
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}
