/**
 * What simulated tasks read and write. A cell is what one task wrote for one partition; everything that a task writes is
 * a digest of what it has read, so that whatever is lost, doubled, mixed or damaged on the way shows in the output.
 *
 * D1. What a fault-free run would publish is computed here from the job alone, without any engine.
 * D2. Cells of a non-deterministic job carry the attempt that wrote them: every reader must have met the same one.
 */

import type { KeptOutput } from "../../src/engine/event.js";
import type { PartFile, RecordDigest } from "../../src/engine/graph.js";
import { sumDigests } from "../../src/engine/digest-sum.js";
import type { AttemptRef } from "../../src/engine/ids.js";
import { attemptName } from "../../src/engine/ids.js";
import type { JobSpec } from "../../src/engine/job.js";
import type { FakeProgram } from "../scenario/fake-planners.js";
import { chanceOf, hashText } from "./hash.js";

export interface Cell {
  /** 16 hex digits. */
  readonly hash: string;
  readonly records: number;
  /** What its writer was, for jobs whose maps are not deterministic. */
  readonly nonce: string;
}

/** One map output: a cell a partition. */
export interface SegmentContent {
  readonly cells: readonly Cell[];
  corrupt: boolean;
  /** Cells that have not been cut off. */
  left: number;
  /** What the file says of itself. */
  readonly kept: KeptOutput;
}

/** One staged output file. */
export interface PartContent {
  readonly checksum: string;
  readonly records: number;
  /** The writers of everything that it was made of, by `stage/index`. */
  readonly nonces: ReadonlyMap<string, string>;
}

export interface Inputs {
  /** By stage, then index. */
  readonly cells: ReadonlyMap<string, readonly Cell[]>;
  /** By stage: results of a broadcast. */
  readonly results: ReadonlyMap<string, readonly string[]>;
}

export const NO_INPUTS: Inputs = { cells: new Map(), results: new Map() };

/** What a task's output is a function of: itself and all that it reads, in order. */
export function digestOf(job: string, stage: string, index: number, inputs: Inputs): string {
  let text = `${job}/${stage}/${index}`;
  for (const [from, cells] of inputs.cells) {
    text += ` ${from}`;
    for (const { hash } of cells) text += `,${hash}`;
  }
  for (const [from, results] of inputs.results) text += ` ${from}:${results.join(",")}`;
  return hashText(text);
}

export function cellsOf(digest: string, partitions: number, nonce: string): Cell[] {
  return Array.from({ length: partitions }, (_, partition) => {
    const hash = hashText(`${digest}.${partition}${nonce}`);
    return { hash, records: 1 + Math.floor(chanceOf(hash) * 5), nonce };
  });
}

export function sumOfCells(cells: readonly Cell[]): RecordDigest {
  return sumDigests(cells.map(({ hash, records }) => ({ records, sum: hash })));
}

export function partName(stage: string, index: number): string {
  return `part-${stage}-${String(index).padStart(5, "0")}`;
}

export function partFile(attempt: AttemptRef, content: PartContent): PartFile {
  const name = partName(attempt.stage, attempt.index);
  return {
    stagedPath: `/staging/${attempt.job}/${attemptName(attempt)}.${name}`,
    name,
    records: content.records,
    sizeBytes: 20 * content.records,
    checksum: content.checksum,
  };
}

export interface ExpectedPart {
  readonly name: string;
  readonly checksum: string;
}

/** What a fault-free run of a deterministic job publishes, in order. */
export function expectedOutput(spec: JobSpec): readonly ExpectedPart[] {
  const { maps, reduces, rounds = 2 } = spec.program as unknown as FakeProgram;
  switch (spec.type) {
    case "two-stage":
      if (reduces === 0) return parts(spec.id, "map", maps, () => NO_INPUTS);
      return parts(
        spec.id,
        "reduce",
        reduces,
        readerOf("map", firstRound(spec.id, "map", maps, reduces)),
      );
    case "broadcast": {
      const results = indexes(maps).map((i) => digestOf(spec.id, "sample", i, NO_INPUTS));
      const inputs = { cells: new Map(), results: new Map([["sample", results]]) };
      return parts(spec.id, "write", reduces, () => inputs);
    }
    case "rounds": {
      let rows = firstRound(spec.id, "round-0", maps, reduces);
      for (let round = 1; round <= rounds; round += 1) {
        const read = readerOf(`round-${round - 1}`, rows);
        rows = indexes(reduces).map((i) =>
          cellsOf(digestOf(spec.id, `round-${round}`, i, read(i)), reduces, ""),
        );
      }
      return parts(spec.id, "finish", reduces, readerOf(`round-${rounds}`, rows));
    }
    default:
      throw new Error(`no job type ${spec.type}`);
  }
}

/** Every task adds one to `tasks`, and what a hash says to `luck`. */
export function countersOf(
  job: string,
  stage: string,
  index: number,
): { tasks: number; luck: number } {
  return { tasks: 1, luck: Math.floor(chanceOf(`luck ${job}/${stage}/${index}`) * 100) };
}

type Read = (index: number) => Inputs;

function parts(job: string, stage: string, tasks: number, read: Read): ExpectedPart[] {
  return indexes(tasks).map((index) => ({
    name: partName(stage, index),
    checksum: digestOf(job, stage, index, read(index)),
  }));
}

function firstRound(job: string, stage: string, tasks: number, partitions: number): Cell[][] {
  return indexes(tasks).map((i) => cellsOf(digestOf(job, stage, i, NO_INPUTS), partitions, ""));
}

function readerOf(from: string, rows: readonly (readonly Cell[])[]): Read {
  return (index) => ({
    cells: new Map([[from, rows.flatMap((row) => row[index] ?? [])]]),
    results: new Map(),
  });
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
