/** Inputs made of nothing but a seed: the same on every machine. */

/** Numbers in [0, 1), the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lines of words, few of them frequent and most of them rare, with what must not be mistaken for a property. */
export function sampleText(seed: number, lines: number): string {
  const random = randomNumbers(seed);
  const odd = ["__proto__", "constructor", "toString", "hasOwnProperty", "naïve", "ключ"];
  const word = () => {
    const rank = Math.floor(20_000 * random() ** 4);
    return odd[rank] ?? `w${rank.toString(36)}`;
  };
  const line = () => Array.from({ length: 1 + Math.floor(random() * 12) }, word).join(" ");
  return `${Array.from({ length: lines }, line).join("\n")}\n`;
}

/** Lines `station TAB value TAB number`: values whose sum depends on the order in which they are added. */
export function sampleMeasures(seed: number, lines: number): string {
  const random = randomNumbers(seed);
  const line = (_: unknown, number: number) => {
    const station = `station-${Math.floor(random() * 300)}`;
    const value = (random() - 0.5) * 10 ** Math.floor(random() * 18 - 6);
    return `${station}\t${value}\t${number}`;
  };
  return `${Array.from({ length: lines }, line).join("\n")}\n`;
}

/**
 * Floats, secondary sort with ties, and a reduce that sees the order of its values: added up in another order, the sum
 * has other bits.
 */
export const MEASURES_JOB = `
import { lines, mapReduce, param } from "mr-engine";
import { gate } from "./gate.ts";

export default mapReduce({
  params: { gates: param.boolean() },
  input: lines(),
  setup({ params, phase, taskIndex, attempt }) {
    if (params.gates && phase === "map") gate(\`map-\${taskIndex}\`, attempt);
  },
  map(line, emit) {
    const [station = "", value = "", number = ""] = line.split("\\t");
    emit([station, Number(number) % 2], { value: Number(value), number: Number(number) });
  },
  orderValuesBy: ({ value }: { value: number; number: number }) => Math.round(value / 1000),
  reduce([station, half], values, emit, { params, taskIndex, attempt }) {
    if (params.gates) gate(\`reduce-\${taskIndex}\`, attempt);
    let sum = 0;
    let trail = 0;
    for (const { value, number } of values) {
      sum += value / 3;
      trail = (Math.imul(trail, 31) + number) | 0;
    }
    emit(station, [half, sum, trail]);
  },
});
`;

export const FLOAT_SUM_JOB = `
import { lines, mapReduce, sum } from "mr-engine";

export default mapReduce({
  input: lines(),
  map(line, emit) {
    const [station = "", value = ""] = line.split("\\t");
    emit(station, Number(value));
    emit("all", Number(value));
  },
  reduce: sum(),
});
`;
