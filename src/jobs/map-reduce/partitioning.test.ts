/** Which part a pair goes to, in which order values come, and where records come from. */

import { describe, expect, it } from "vitest";
import { csv, jsonl, keys, lines, mapReduce, pairs, range, sum } from "../../index.js";
import { runLocal } from "../../testing.js";

describe("partitioning", () => {
  const numbers = Array.from({ length: 2000 }, (_, index) =>
    String((index * 7919) % 2000).padStart(5, "0"),
  );

  it("cuts ranges of about equal size whose concatenation is sorted", async () => {
    const job = mapReduce({
      input: lines(),
      map(line: string, emit) {
        emit(line, null);
      },
      reduce: keys({ repeated: true }),
      partition: range(),
    });
    const { output, parts } = await runLocal(job, numbers, { partitions: 4, splitSizeBytes: 1500 });
    expect(output.map(([key]) => key)).toEqual(numbers.toSorted());
    expect(parts.length).toBe(4);
    for (const part of parts) expect(part.length).toBeGreaterThan(300);
  });

  it("asks the job's function", async () => {
    const job = mapReduce({
      input: lines(),
      pairs: pairs<number, null>(),
      map(line: string, emit) {
        emit(Number(line), null);
      },
      reduce: keys(),
      partition: (key, partitions) => key % partitions,
    });
    const { parts } = await runLocal(job, ["5", "2", "10", "9"], { partitions: 2 });
    expect(parts.map((part) => part.map(([key]) => key))).toEqual([
      [2, 10],
      [5, 9],
    ]);
  });

  it("sorts the values of a key when asked to", async () => {
    const job = mapReduce({
      input: lines(),
      pairs: pairs<string, number>(),
      map(line: string, emit) {
        const [user = "", time = ""] = line.split(" ");
        emit(user, Number(time));
      },
      orderValuesBy: (time) => time,
      reduce(user, times, emit) {
        emit(user, [...times]);
      },
    });
    const { output } = await runLocal(job, ["ann 30", "bob 1", "ann 4", "ann 200"]);
    expect(output).toEqual([
      ["ann", [4, 30, 200]],
      ["bob", [1]],
    ]);
  });
});

describe("several inputs", () => {
  it("joins two of them", async () => {
    const job = mapReduce({
      input: { users: csv({ header: true }), orders: jsonl<{ user: string; item: string }>() },
      pairs: pairs<string, { name?: string; item?: string }>(),
      map: {
        users: (user, emit) =>
          emit(String((user as { id: string }).id), { name: (user as { name: string }).name }),
        orders: (order, emit) => emit(order.user, { item: order.item }),
      },
      orderValuesBy: (side) => (side.name === undefined ? 1 : 0),
      reduce(_id, sides, emit) {
        let name = "";
        for (const side of sides) {
          if (side.name !== undefined) name = side.name;
          else emit(name, side.item);
        }
      },
    });
    const { output } = await runLocal(job, {
      users: 'id,name\n1,"Ann, the first"\n2,Bob\n',
      orders: [
        '{"user":"2","item":"pen"}',
        '{"user":"1","item":"ink"}',
        '{"user":"2","item":"cap"}',
      ],
    });
    expect(output).toEqual([
      ["Ann, the first", "ink"],
      ["Bob", "pen"],
      ["Bob", "cap"],
    ]);
  });

  it("says which inputs a job has", async () => {
    const job = mapReduce({
      input: { a: lines(), b: lines() },
      map: { a: (line, emit) => emit(line, 1), b: (line, emit) => emit(line, 1) },
      reduce: sum(),
    });
    await expect(runLocal(job, "x")).rejects.toThrow(/inputs a, b/);
  });
});
