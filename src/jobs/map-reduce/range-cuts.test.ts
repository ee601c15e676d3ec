import { describe, expect, it } from "vitest";
import { chooseCuts } from "./range-cuts.js";

const sample = (weight: number, keys: readonly string[]) => ({
  weight,
  keys: keys.map((key) => btoa(key)),
});
const cutsOf = (...arguments_: Parameters<typeof chooseCuts>) =>
  chooseCuts(...arguments_).map((cut) => atob(cut));

describe("chooseCuts", () => {
  it("cuts equal shares", () => {
    const keys = Array.from({ length: 100 }, (_, index) => String(index).padStart(2, "0"));
    expect(cutsOf([sample(100, keys)], 4)).toEqual(["25", "50", "75"]);
  });

  it("weighs a sample by the split that it stands for", () => {
    const light = sample(10, ["a", "b"]);
    const heavy = sample(90, ["m", "n", "o"]);
    expect(cutsOf([light, heavy], 2)).toEqual(["o"]);
    expect(cutsOf([sample(90, ["a", "b"]), sample(10, ["m", "n", "o"])], 2)).toEqual(["m"]);
  });

  it("gives fewer cuts when one key fills several ranges, and none without keys", () => {
    expect(cutsOf([sample(8, ["a", "a", "a", "a", "a", "a", "a", "b"])], 4)).toEqual(["b"]);
    expect(cutsOf([sample(5, ["a", "a"])], 4)).toEqual([]);
    expect(cutsOf([], 4)).toEqual([]);
  });

  it("orders keys by their bytes", () => {
    const keys = ["\xff", "\x00", "\x7f", "\x80"];
    expect(cutsOf([sample(4, keys)], 4)).toEqual(["\x7f", "\x80", "\xff"]);
  });
});
