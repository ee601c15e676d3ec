/** Peers that take part in more than one contest, and how each is found on this machine. */

import { join } from "node:path";
import { compileNative } from "./support/native.js";
import type { Peer } from "./support/contest.js";
import type { Goal } from "./support/results.js";
import {
  hadoopStreaming,
  hasDuckDb,
  hasProgram,
  PEERS_FOLDER,
  type PythonPackage,
  pythonPackages,
} from "./support/tools.js";

/** Lines `key TAB value` in the order of their keys' bytes. */
export const BY_KEY = "LC_ALL=C sort -t '\t' -k1,1";
/** Sums of doubles depend on the order of addition elsewhere, so they are compared to nine digits. */
export const NINE_DIGITS = "awk -F '\t' '{printf \"%s\\t%.9g\\n\", $1, $2}'";

/** Slow peers run in fewer rounds. */
export const FEW_ROUNDS = 2;

export function ratio(atMost: number, aim: number): Goal {
  return { kind: "ratio", atMost, aim };
}

export function program(name: string): Pick<Peer, "needs"> {
  return { needs: hasProgram(name) ? null : name };
}

export function duckDb(query: string, goal: Goal | null): Peer {
  return {
    name: "DuckDB",
    shell: `$NODE $PEERS/duckdb.mjs ${query} $DATA $OUT`,
    needs: hasDuckDb() ? null : "npm install in bench/peers",
    goal,
  };
}

/** The same in C++: a peer where that was promised, else the limit of the machine. */
export function nativeWordCount(goal: Goal | null): Peer {
  const path = compileNative(join(PEERS_FOLDER, "wordcount.cpp"));
  return {
    name: "C++ by hand, 2 threads",
    shell: `${path} $OUT $DATA/*`,
    needs: path === null ? "g++" : null,
    goal,
    isLimit: goal === null,
  };
}

function inPython(name: string, from: PythonPackage, words: string): Peer {
  return {
    name,
    shell: `$PYTHON $PEERS/${words}`,
    needs: pythonPackages().has(from) ? null : `${from} in the Python of MR_BENCH_PYTHON`,
    goal: null,
    rounds: FEW_ROUNDS,
  };
}

export function polars(query: string): Peer {
  return inPython("Polars", "polars", `polars_jobs.py ${query} $DATA $OUT`);
}

export function daskBag(goal: Goal): Peer {
  const peer = inPython("Dask bag, 2 processes", "dask", "dask_wordcount.py $OUT $DATA");
  return { ...peer, goal };
}

/** The tools that people reach for first, too slow for a gibibyte in each round. */
export function slowWordCounts(): Peer[] {
  const jar = hadoopStreaming();
  const spark = inPython("Spark local[2]", "pyspark", "spark_wordcount.py $OUT $DATA");
  const countWords = '{for (i = 1; i <= NF; i++) n[$i]++} END {for (w in n) print w "\\t" n[w]}';
  const addCounts = '{n[$1] += $2} END {for (w in n) print w "\\t" n[w]}';
  const slow = { goal: null, rounds: FEW_ROUNDS };
  return [
    coreutilsWordCount(FEW_ROUNDS),
    {
      name: "mawk",
      ...program("mawk"),
      shell: `cat $DATA/* | mawk '${countWords}' | sort > $OUT`,
      answer: `${BY_KEY} $OUT`,
      ...slow,
    },
    {
      name: "GNU parallel and mawk",
      needs: program("parallel").needs ?? program("mawk").needs,
      shell: `parallel --will-cite -j2 -q mawk '${countWords}' ::: $DATA/* | mawk -F '\\t' '${addCounts}' | sort > $OUT`,
      answer: `${BY_KEY} $OUT`,
      ...slow,
    },
    polars("wordcount"),
    {
      ...spark,
      needs: spark.needs ?? program("java").needs,
      answer: `cat $OUT/part* | ${BY_KEY}`,
      rounds: 1,
    },
    {
      name: "Hadoop Streaming, local",
      shell: `$PEERS/hadoop-wordcount.sh ${jar} $OUT $DATA`,
      needs: jar === null ? "HADOOP_HOME" : program("mawk").needs,
      answer: `cat $OUT/part* | ${BY_KEY}`,
      ...slow,
      rounds: 1,
    },
  ];
}

export function coreutilsWordCount(rounds: number | null): Peer {
  return {
    name: "tr, sort and uniq",
    shell: "cat $DATA/* | tr -s ' ' '\\n' | sort --parallel=2 -S 1G | uniq -c > $OUT",
    needs: null,
    goal: null,
    answer: `awk '{print $2"\\t"$1}' $OUT | ${BY_KEY}`,
    ...(rounds === null ? {} : { rounds }),
  };
}
