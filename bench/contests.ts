/** What is compared with what: the engine's library jobs and declared jobs beside the programs people use. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../src/config/layout.js";
import { compileNative } from "./support/native.js";
import type { Contest, Peer } from "./support/contest.js";

const JOBS = join(packageRoot(), "bench", "jobs");

/** Coreutils alone: what every machine has. */
export function everydayContests(): Contest[] {
  return [
    {
      name: "wordcount",
      data: "text",
      engine: "wordcount $DATA",
      normalise: "LC_ALL=C sort",
      peers: [
        {
          name: "coreutils",
          shell: "cat $DATA/* | tr -s ' ' '\\n' | sort --parallel=2 -S 1G | uniq -c > $OUT",
          normalise: "awk '{print $2\"\\t\"$1}' | sort",
          atMost: null,
        },
      ],
    },
    {
      name: "sort",
      data: "records",
      engine: "sort $DATA",
      normalise: "cat",
      peers: [gnuSort],
    },
    {
      name: "grep",
      data: "log",
      engine: "grep $DATA --fixed --pattern '/page/777 '",
      normalise: "cut -d: -f3- | sort",
      peers: [
        {
          name: "GNU grep",
          shell: "grep -hF '/page/777 ' $DATA/* > $OUT || true",
          normalise: "sort",
          atMost: 0.8,
        },
      ],
    },
  ];
}

const gnuSort: Peer = {
  name: "GNU sort",
  shell: "sort --parallel=2 -S 256M $DATA/* > $OUT",
  atMost: 0.45,
};

/** Everything that the performance page promises, as far as the peers are installed. */
export function peerContests(): Contest[] {
  const duckdb = (query: string, atMost: number): Peer[] =>
    existsSync(join(packageRoot(), "bench", "peers", "node_modules", "@duckdb"))
      ? [{ name: "DuckDB", shell: `$NODE $PEERS/duckdb.mjs ${query} $DATA $OUT`, atMost }]
      : [];
  const native = compileNative("wordcount");
  const nativeCount: Peer[] =
    native === null ? [] : [{ name: "C++", shell: `${native} $OUT $DATA/*`, atMost: 1.2 }];
  const [wordcount, sort, grep] = everydayContests();
  return [
    {
      ...pick(wordcount),
      normalise: BY_KEY,
      peers: [...duckdb("wordcount", 0.65), ...nativeCount],
    },
    { ...pick(sort), peers: [gnuSort, ...duckdb("sort", 0.6)] },
    pick(grep),
    {
      name: "wordcount in JavaScript",
      data: "text",
      engine: `${JOBS}/words.ts $DATA`,
      normalise: BY_KEY,
      limitMegabytes: 256,
      peers: [
        {
          name: "2 threads by hand",
          shell: "$NODE $PEERS/node-threads.mjs $OUT $DATA",
          atMost: 0.65,
        },
      ],
    },
    {
      name: "log-stats",
      data: "log",
      engine: "log-stats $DATA --by status",
      normalise: "sort",
      peers: [
        {
          name: "mawk",
          shell:
            "cat $DATA/* | awk '{n[$9]++; b[$9]+=$10} END {for (k in n) printf \"%s\\t%d\\t%.0f\\n\", k, n[k], b[k]}' > $OUT",
          normalise: "sort",
          atMost: 0.5,
        },
      ],
    },
    {
      name: "jsonl sum",
      data: "jsonl",
      engine: `${JOBS}/spent.ts $DATA`,
      // Sums of doubles: DuckDB's depend on the order of addition, so they are compared to nine digits.
      normalise: `${BY_KEY} | ${NINE_DIGITS}`,
      peers: duckdb("jsonl", 1.2).map((peer) => ({ ...peer, normalise: NINE_DIGITS })),
    },
    {
      name: "inverted index",
      data: "text",
      engine: `${JOBS}/index.ts $DATA --split-size 128M`,
      normalise: `${BY_KEY} | md5sum`,
      limitMegabytes: 256,
      peers: [
        {
          name: "1 thread by hand",
          shell: "$NODE $PEERS/node-index.mjs $OUT $DATA",
          normalise: "md5sum",
          atMost: 0.4,
        },
      ],
    },
  ];
}

const BY_KEY = "LC_ALL=C sort -t '\t' -k1,1";
const NINE_DIGITS = "awk -F '\t' '{printf \"%s\\t%.9g\\n\", $1, $2}'";

function pick(contest: Contest | undefined): Contest {
  if (contest === undefined) throw new Error("a contest is missing");
  return contest;
}
