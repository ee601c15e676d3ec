import { afterEach, describe, expect, it } from "vitest";
import type { LogPart } from "../../input/access-log.js";
import { useKernels } from "../../kernels/wasm.js";
import { both, expectSame } from "./block-kit.js";
import { randomNumbers, readGroups, runOf } from "../../shuffle/shuffle-kit.js";

type Random = (limit: number) => number;

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)];
}

const REQUESTS = [
  "GET /a HTTP/1.1",
  "GET /b?q=1 HTTP/1.1",
  "-",
  "",
  "GET",
  "GET  /two HTTP/1.0",
  "GET /ü\xff HTTP/1.1",
  'GET /quo\\"te HTTP/1.1',
  "\\x16\\x03",
  "back\\\\",
];
const TIMES = [
  "10/Oct/2000:13:55:36 -0700",
  "10/Oct/2000:14",
  "x:12",
  "1:2:34",
  "12",
  ":00",
  "x:a1:00",
  "x:1a:00",
  "a b:33]",
];
const SIZES = ["0", "-", "2326", "12", "999999999999999", "99999999999999999999", "", "12x", "-5"];
const TAILS = [
  "",
  ' "-" "Agent"',
  ' "http://x/" "Other one"',
  ' "-" "A\\"B"',
  ' "-"',
  ' "a" "b" "c"',
  " x",
];
const HOSTS = ["1.2.3.4", "::1", "h", "", "a b", "\xa0", "host\x7f", "\u0001"];

function line(random: Random): string {
  if (random(30) === 0) return pick(random, ["", "no log line", '"', 'a b c [x:11] "', "[", "\0"]);
  const odd = random(4) === 0;
  const host = odd ? pick(random, HOSTS) : `10.0.0.${random(30)}`;
  const time = odd ? pick(random, TIMES) : `10/Oct/2000:${10 + random(10)}:55:36 -0700`;
  const request = odd ? pick(random, REQUESTS) : `GET /page/${random(500)} HTTP/1.1`;
  const status = odd ? pick(random, ["200", "20", "2000", "abc"]) : pick(random, ["200", "404"]);
  const size = odd ? pick(random, SIZES) : String(random(50_000));
  const user = pick(random, ["- -", "- -", "- -", "- bob", "-  -", "-"]);
  return `${host} ${user} [${time}] "${request}" ${status} ${size}${pick(random, TAILS)}`;
}

function log(seed: number, lines: number): Buffer {
  const random = randomNumbers(seed);
  const all = Array.from(
    { length: lines },
    () => line(random) + pick(random, ["\n", "\n", "\r\n"]),
  );
  return Buffer.from(all.join(""), "latin1");
}

afterEach(() => useKernels(true));

describe("access logs by the block", () => {
  const keys: readonly (readonly LogPart[])[] = [
    ["status"],
    ["path"],
    ["hour"],
    ["host"],
    ["agent"],
    ["agent", "status", "path", "hour", "host", "status"],
  ];
  for (const by of keys) {
    it(`are what they are line by line: by ${by.join(",")}`, () => {
      const format = { kind: "access-log", by, as: "bytes" } as const;
      const text = log(by.length + by[0].length, 4000);
      for (const memoryBytes of [64 << 10, 2 << 20]) {
        const changes = { memoryBytes, partitions: 3 };
        const aggregate = { kind: "count-and-sum" } as const;
        expectSame({ format, aggregate, text, blockBytes: 20_000, changes });
      }
    });
  }

  it("keep long keys, and lines longer than a window", () => {
    const format = { kind: "access-log", by: ["path", "status"], as: "bytes" } as const;
    const lines = [10, 1000, 2000, 2040, 2041, 2042, 2048, 3000, 5000, 300_000].map(
      (n) => `h - - [x:11] "GET /${"p".repeat(n)} H" 200 1\n`,
    );
    const text = Buffer.from([...lines, ...lines].join(""));
    for (const memoryBytes of [64 << 10, 4 << 20]) {
      expectSame({ format, text, blockBytes: 1 << 20, changes: { memoryBytes } });
    }
  });

  it("add up requests and bytes", () => {
    const format = { kind: "access-log", by: ["status"], as: "bytes" } as const;
    const aggregate = { kind: "count-and-sum" } as const;
    const text = Buffer.from('h - - [x:11] "GET / H" 200 7\nh - - [x:11] "GET / H" 200 -\nno\n');
    const { kernels, directory } = both({ format, aggregate, text });
    expect(kernels.records).toBe(3);
    const groups = readGroups([runOf(kernels.file)], directory, { keys: "raw", aggregate });
    expect(groups).toEqual([["200", [[2, 7]]]]);
  });
});
