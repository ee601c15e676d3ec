/**
 * `npm run bench:scale [-- --max MIB] [--rounds N] [--only JOB] [--json FILE] [--tiny]`: how time falls with slots and
 * workers, how it grows with the input, and what memory a process takes. `--max 1024` leaves out what needs 4 GiB.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { everydayContests, JSON_SUM } from "./contests.js";
import { dataFolder } from "./data/cache.js";
import type { DataSet } from "./data/generators.js";
import { engineCommand } from "./support/contest.js";
import { thisMachine } from "./support/machine.js";
import { type Command, type Measurement, measureInTurns } from "./support/measure.js";
import { parseOptions } from "./support/options.js";
import { emptyCache } from "./support/page-cache.js";
import { type ScalePass, type ScaleRun, today, writeResults } from "./support/results.js";
import { promisesOf } from "./support/scale-promises.js";
import { renderTable } from "./support/table.js";

/** What is measured of one job: it sets the size, slots and flags of `mr run`. */
interface Variant {
  readonly megabytes: number;
  readonly workers: number;
  readonly slots: number;
  readonly memory: string | null;
}

interface Work {
  readonly job: string;
  readonly data: DataSet;
  /** As in a contest; null: not the engine's, but the limit of `MOVED`. */
  readonly engine: string | null;
  readonly normalise: string;
}

const SIZES_MEGABYTES = [64, 256, 1024];
const LARGEST_MEGABYTES = 4096;
/** What a sort reads, writes, reads again, writes again and removes, and nothing done with it: as far as it can scale. */
const MOVED: Work = { job: "limit of sort: dd", data: "records", engine: null, normalise: "wc -c" };
/** Only these are worth the time on the largest input. */
const LARGEST = ["wordcount", "sort", MOVED.job];
const CORES = availableParallelism();

const options = parseOptions(process.argv.slice(2), { megabytes: 1024, rounds: 5 });
const runs: ScaleRun[] = [];
let differing = 0;

for (const work of works()) {
  if (work.job.includes(options.only)) await measure(work, growth(work.job), options.rounds);
}
for (const [work, variant] of memoryCases()) {
  if (work.job.includes(options.only)) await measure(work, [variant], 1);
}
for (const { what, measured, bound, aim, verdict } of promisesOf(runs)) {
  console.log(`${what}: ${measured} (bound ${bound}, aim ${aim}): ${verdict}`);
}
process.exitCode = differing === 0 ? 0 : 1;

function works(): Work[] {
  const ours = [...everydayContests(), JSON_SUM].map(({ name, data, engine, normalise }) => {
    const job = engine.startsWith("/") ? "JSON lines" : (engine.split(" ")[0] ?? name);
    return { job, data, engine, normalise };
  });
  return [...ours, MOVED];
}

function growth(job: string): Variant[] {
  const sizes = options.isTiny
    ? [1]
    : SIZES_MEGABYTES.filter((size) => size <= options.limitMegabytes);
  const base = sizes.at(-1) ?? 0;
  const all = LARGEST.includes(job) && LARGEST_MEGABYTES <= options.limitMegabytes;
  const variant = (megabytes: number, workers: number, slots: number): Variant => ({
    megabytes,
    workers,
    slots,
    memory: null,
  });
  return [
    ...sizes.flatMap((size) => counts().map((slots) => variant(size, 1, slots))),
    ...counts()
      .filter((workers) => workers > 1 && job !== MOVED.job)
      .map((workers) => variant(base, workers, 1)),
    ...(all ? [variant(LARGEST_MEGABYTES, 1, CORES)] : []),
  ];
}

/** 1, 2, 4, ... and the number of cores. */
function counts(): number[] {
  const powers = Array.from({ length: 16 }, (_, power) => 2 ** power);
  return [...powers.filter((count) => count < CORES), CORES];
}

function memoryCases(): [Work, Variant][] {
  const [wordcount, sort] = works();
  if (wordcount === undefined || sort === undefined) return [];
  const variant = (megabytes: number): Variant => ({
    megabytes: options.isTiny ? 1 : megabytes,
    workers: 1,
    slots: CORES,
    memory: "256M",
  });
  const cases: [Work, Variant][] = [
    [{ ...wordcount, job: "wordcount, 20 million words", data: "distinct" }, variant(1024)],
    [{ ...sort, job: "sort, little memory" }, variant(LARGEST_MEGABYTES)],
  ];
  return cases.filter(([, { megabytes }]) => megabytes <= options.limitMegabytes);
}

async function measure(work: Work, variants: readonly Variant[], rounds: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "mr-bench-scale-"));
  try {
    const commands = variants.map((variant) => commandOf(work, variant, join(scratch, "output")));
    if (!options.isTiny) emptyCache();
    const measured = await measureInTurns(commands, rounds, rounds > 1 ? options.warmups : 0);
    const own = variants.map((variant, index) => runOf(work, variant, measured[index]));
    runs.push(...own);
    print(work, own);
    differing += countDiffering(work, variants, measured);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  if (options.json !== null) writeResults(options.json, pass());
}

function commandOf(work: Work, variant: Variant, output: string): Command {
  const { megabytes, workers, slots, memory } = variant;
  const data = dataFolder(work.data, megabytes * (1 << 20));
  if (work.engine === null) return moveCommand(variant, data, output);
  const budget = memory === null ? "" : ` --memory ${memory}`;
  const flags = `-w ${workers} --slots ${slots}${budget}`;
  const command = engineCommand(work.engine, flags, data, output, [work.normalise]);
  return { ...command, name: `${megabytes} MiB ${flags}` };
}

function moveCommand({ megabytes, slots }: Variant, data: string, output: string): Command {
  const each = `ls $DATA | xargs -P ${slots} -I{} dd bs=1M status=none`;
  return {
    name: `${megabytes} MiB by ${slots}`,
    shell: [
      `mkdir $OUT && ${each} if=$DATA/{} of=$OUT/segment-{}`,
      `${each} if=$OUT/segment-{} of=$OUT/part-{}`,
      "rm $OUT/segment-*",
    ].join(" && "),
    output,
    inputs: data,
    environment: { DATA: data, OUT: output },
    answers: ["cat $OUT/part-* | wc -c"],
  };
}

function runOf(
  { job, data }: Work,
  { megabytes, ...variant }: Variant,
  measurement: Measurement | undefined,
): ScaleRun {
  if (measurement === undefined) throw new Error(`${job} was not measured`);
  const { name: _, samples: _samples, ...timing } = measurement;
  return { job, data, sizeBytes: megabytes * (1 << 20), ...variant, ...timing };
}

/** However many work, the answer for an input is one. */
function countDiffering(
  { job }: Work,
  variants: readonly Variant[],
  measured: readonly Measurement[],
): number {
  const answers = new Map<number, Set<string>>();
  for (const [index, { megabytes }] of variants.entries()) {
    const digests = answers.get(megabytes) ?? new Set();
    for (const sample of measured[index]?.samples ?? []) digests.add(sample.digests[0] ?? "");
    answers.set(megabytes, digests);
  }
  const unequal = [...answers].filter(([, digests]) => digests.size !== 1);
  for (const [megabytes] of unequal) console.log(`THE ANSWER OF ${job} ${megabytes} MiB DIFFERS`);
  return unequal.length;
}

function print({ job }: Work, rows: readonly ScaleRun[]): void {
  const header = [
    "MiB",
    "workers x slots",
    "memory",
    "wall s",
    "min-max",
    "cpu s",
    "MB/s",
    "peak MB",
  ];
  const cells = rows.map((run) => [
    String(run.sizeBytes / (1 << 20)),
    `${run.workers} x ${run.slots}`,
    run.memory ?? "",
    run.wallSeconds.toFixed(3),
    `${run.wallMin.toFixed(2)}-${run.wallMax.toFixed(2)}`,
    run.cpuSeconds.toFixed(2),
    (run.sizeBytes / 1e6 / run.wallSeconds).toFixed(0),
    (run.peakBytes / 1e6).toFixed(0),
  ]);
  console.log(`\n${job}\n${renderTable(header, cells)}`);
}

function pass(): ScalePass {
  return {
    format: "mr-bench-scale/1",
    date: today(),
    machine: thisMachine(),
    rounds: options.rounds,
    runs,
  };
}
