/** What is compared with what: the engine's library jobs and declared jobs beside the programs people use. */

import { join } from "node:path";
import { packageRoot } from "../src/config/layout.js";
import {
  BY_KEY,
  coreutilsWordCount,
  daskBag,
  duckDb,
  FEW_ROUNDS,
  nativeWordCount,
  NINE_DIGITS,
  polars,
  program,
  ratio,
  slowWordCounts,
} from "./contest-peers.js";
import type { Contest, Peer } from "./support/contest.js";

const JOBS = join(packageRoot(), "bench", "jobs");

const WORDCOUNT = {
  name: "wordcount",
  data: "text",
  engine: "wordcount $DATA",
  normalise: BY_KEY,
} as const;
const SORT = { name: "sort", data: "records", engine: "sort $DATA", normalise: "cat" } as const;
export const JSON_SUM = {
  name: "JSON lines, sum by key",
  data: "jsonl",
  engine: `${JOBS}/spent.ts $DATA`,
  normalise: `${BY_KEY} | ${NINE_DIGITS}`,
} as const;

/** What every machine has. */
export function everydayContests(): Contest[] {
  return [
    { ...WORDCOUNT, peers: [coreutilsWordCount(null)] },
    { ...SORT, peers: [gnuSort("256M", {})] },
    grepContest(),
  ];
}

/** Everything that was promised, beside all peers that are installed. */
export function peerContests(): Contest[] {
  return [
    {
      ...WORDCOUNT,
      peers: [duckDb("wordcount", ratio(0.65, 0.45)), nativeWordCount(ratio(1.2, 0.8))],
    },
    {
      ...WORDCOUNT,
      name: "wordcount beside slower tools",
      limitMegabytes: 256,
      peers: [...slowWordCounts(), nativeWordCount(null)],
    },
    {
      ...WORDCOUNT,
      name: "wordcount of millions of different words",
      data: "distinct",
      limitMegabytes: 256,
      peers: [duckDb("wordcount", null), nativeWordCount(null)].map((peer) => ({
        ...peer,
        rounds: FEW_ROUNDS,
      })),
    },
    javascriptContest(),
    {
      ...SORT,
      peers: [
        gnuSort("256M", {}),
        gnuSort("4G", { rounds: FEW_ROUNDS }),
        duckDb("sort", ratio(0.6, 0.4)),
      ],
    },
    sortContest("--reverse", "-r"),
    sortContest("--numeric --key 12-31", "-n -k1.12,1.31"),
    grepContest(),
    logContest(),
    {
      ...JSON_SUM,
      peers: [
        { ...duckDb("jsonl", ratio(1.2, 0.8)), answer: `${NINE_DIGITS} $OUT` },
        { ...polars("jsonl"), answer: `${BY_KEY} $OUT | ${NINE_DIGITS}` },
      ],
    },
    indexContest(),
    {
      ...WORDCOUNT,
      name: "small wordcount",
      limitMegabytes: 1,
      peers: [
        {
          name: "node -e ''",
          shell: "$NODE -e ''",
          needs: null,
          goal: { kind: "seconds more", atMost: 0.6, aim: 0.4 },
          answer: null,
        },
      ],
    },
  ];
}

function gnuSort(memory: string, changes: Partial<Peer>): Peer {
  return {
    name: `GNU sort -S ${memory}`,
    shell: `sort --parallel=2 -S ${memory} $DATA/* > $OUT`,
    needs: null,
    goal: ratio(0.45, 0.3),
    ...changes,
  };
}

/** The other orders; twenty digits stand behind the key of a record. */
function sortContest(flags: string, gnuFlags: string): Contest {
  const shell = `sort ${gnuFlags} --parallel=2 -S 4G $DATA/* > $OUT`;
  return {
    ...SORT,
    name: `sort ${flags}`,
    engine: `sort $DATA ${flags}`,
    limitMegabytes: 256,
    peers: [{ name: `GNU sort ${gnuFlags}`, shell, needs: null, goal: null, rounds: FEW_ROUNDS }],
  };
}

function javascriptContest(): Contest {
  return {
    name: "word count in JavaScript",
    data: "text",
    engine: `${JOBS}/words.ts $DATA`,
    normalise: BY_KEY,
    limitMegabytes: 256,
    peers: [
      {
        name: "Node by hand, 2 threads",
        shell: "$NODE $PEERS/node-threads.mjs $OUT $DATA",
        needs: null,
        goal: ratio(0.65, 0.45),
      },
      {
        name: "Node by hand, readline",
        shell: "$NODE $PEERS/node-wordcount.mjs $OUT $DATA",
        needs: null,
        goal: null,
        rounds: FEW_ROUNDS,
      },
      daskBag(ratio(0.5, 0.3)),
      nativeWordCount(null),
    ],
  };
}

function grepContest(): Contest {
  const lines = { needs: null, goal: null, answer: "sort $OUT" };
  return {
    name: "grep --fixed, few hits",
    data: "log",
    engine: "grep $DATA --fixed --pattern '/page/777 '",
    normalise: "cut -d: -f3- | sort",
    peers: [
      {
        name: "GNU grep and wc",
        shell: "grep -hF '/page/777 ' $DATA/* | wc -l > $OUT",
        needs: null,
        goal: ratio(0.8, 0.4),
        against: "wc -l",
      },
      {
        ...lines,
        ...program("parallel"),
        name: "GNU parallel and grep",
        shell: "parallel --will-cite -j2 -q grep -hF '/page/777 ' ::: $DATA/* > $OUT || true",
      },
      {
        ...lines,
        ...program("rg"),
        name: "ripgrep",
        shell: "rg --threads 2 --no-filename --fixed-strings '/page/777 ' $DATA > $OUT || true",
      },
    ],
  };
}

function logContest(): Contest {
  const count = "{n[$9]++; b[$9]+=$10}";
  const show = 'END {for (k in n) printf "%s\\t%d\\t%.0f\\n", k, n[k], b[k]}';
  return {
    name: "log-stats by status",
    data: "log",
    engine: "log-stats $DATA --by status",
    normalise: "sort",
    peers: [
      {
        name: "mawk",
        ...program("mawk"),
        shell: `cat $DATA/* | mawk '${count} ${show}' > $OUT`,
        goal: ratio(0.5, 0.2),
        answer: "sort $OUT",
      },
      {
        name: "GNU parallel and mawk",
        needs: program("parallel").needs ?? program("mawk").needs,
        shell: `parallel --will-cite -j2 -q mawk '${count} ${show}' ::: $DATA/* | mawk '{n[$1]+=$2; b[$1]+=$3} ${show}' > $OUT`,
        goal: null,
        answer: "sort $OUT",
        rounds: FEW_ROUNDS,
      },
    ],
  };
}

function indexContest(): Contest {
  return {
    name: "inverted index",
    data: "text",
    engine: `${JOBS}/index.ts $DATA --split-size 128M`,
    normalise: BY_KEY,
    limitMegabytes: 256,
    peers: [
      {
        name: "Node by hand, 1 thread",
        shell: "$NODE $PEERS/node-index.mjs $OUT $DATA",
        needs: null,
        goal: ratio(0.4, 0.2),
        rounds: FEW_ROUNDS,
      },
    ],
  };
}
