/** The pictures of a pass. */

import {
  barPanels,
  boundChart,
  lineChart,
  type Figure,
  type Panel,
  type Series,
} from "./charts.js";
import { type PeersPass, reached, type ScalePass, type ScaleRun } from "./results.js";
import { COLOURS } from "./svg.js";

const MEBIBYTE = 2 ** 20;

/** SVG by file name. */
export function peersPlots(pass: PeersPass): Map<string, string> {
  return new Map([
    ["contests.svg", contests(pass)],
    ["bounds.svg", bounds(pass)],
  ]);
}

export function scalePlots(pass: ScalePass): Map<string, string> {
  return new Map([
    ["growth.svg", growth(pass.runs)],
    ["speed-up.svg", speedUp(pass.runs)],
  ]);
}

function contests({ contests: all }: PeersPass): string {
  const panels = all.map(({ name, sizeBytes, rows }): Panel => {
    const most = Math.max(...rows.map(({ wallSeconds }) => wallSeconds));
    const engine = rows[0]?.wallSeconds ?? most;
    const bars = rows.map((row) => ({
      label: row.role === "limit" ? `limit: ${row.name}` : row.name,
      value: row.wallSeconds,
      note: `${row.wallSeconds.toFixed(2)} s${row.role === "peer" ? `, ${(row.wallSeconds / engine).toFixed(1)} x` : ""}`,
      colour: COLOURS[row.role],
    }));
    return { title: `${name}, ${sizeBytes / MEBIBYTE} MiB`, bars };
  });
  return barPanels(
    "Seconds of whole commands, and how many times the engine's (shorter is better)",
    panels,
  );
}

function bounds({ contests: all }: PeersPass): string {
  const figures = all.flatMap(({ name, rows }): Figure[] => {
    const [engine] = rows;
    return rows.flatMap((row) => {
      if (engine === undefined || row.goal === null) return [];
      const { atMost, aim, kind } = row.goal;
      const { measured } = reached(engine, row, row.goal);
      const unit = kind === "ratio" ? "" : " s more";
      return [
        {
          label: `${name} / ${row.name}`,
          measured: Math.max(0, measured) / atMost,
          aim: aim / atMost,
          note: `${measured.toFixed(2)}${unit} of ${atMost}`,
        },
      ];
    });
  });
  return boundChart("Engine / peer beside what was promised (left of the line: met)", figures);
}

/** With all slots, by the size of the input. */
function growth(runs: readonly ScaleRun[]): string {
  const slots = Math.max(...runs.map((run) => run.slots));
  const plain = runs.filter((run) => run.workers === 1 && run.slots === slots && !run.memory);
  const series = byJob(plain, (run) => [run.sizeBytes / MEBIBYTE, run.wallSeconds]);
  const sizes = [...new Set(plain.map((run) => run.sizeBytes / MEBIBYTE))].toSorted(
    (a, b) => a - b,
  );
  const walls = plain.map(({ wallSeconds }) => wallSeconds);
  return lineChart(`Seconds by size of the input, ${slots} slots`, series, {
    x: { name: "MiB", scale: "log", ticks: sizes, show: String },
    y: { name: "seconds", scale: "log", ticks: decades(walls), show: String },
  });
}

/** 1, 2, 5, 10, ... around the values. */
function decades(values: readonly number[]): number[] {
  const all = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
  const from = all.findLastIndex((tick) => tick <= Math.min(...values));
  const to = all.findIndex((tick) => tick >= Math.max(...values));
  return all.slice(Math.max(0, from), to < 0 ? all.length : to + 1);
}

/** One worker, on the largest input that one slot was measured on, and the line of perfect growth. */
function speedUp(runs: readonly ScaleRun[]): string {
  const plain = runs.filter((run) => run.workers === 1 && !run.memory);
  const most = Math.max(...plain.map(({ slots }) => slots));
  const comparable = plain.filter((run) => run.sizeBytes === oneSlot(plain, run.job)?.sizeBytes);
  const series = byJob(comparable, (run) => {
    const one = oneSlot(plain, run.job)?.wallSeconds ?? run.wallSeconds;
    return [run.slots, one / run.wallSeconds];
  });
  const ideal: Series = { name: "perfect", points: [1, most].map((count) => [count, count]) };
  const ticks = [...new Set(plain.map(({ slots }) => slots))].toSorted((a, b) => a - b);
  const whole = Array.from({ length: most + 1 }, (_, count) => count);
  return lineChart("Speed-up by slots, against one slot", [...series, ideal], {
    x: { name: "slots", scale: "linear", ticks, show: String },
    y: { name: "times as fast", scale: "linear", ticks: whole, show: String },
  });
}

function oneSlot(runs: readonly ScaleRun[], job: string): ScaleRun | undefined {
  const own = runs.filter((run) => run.job === job && run.slots === 1);
  return own.toSorted((a, b) => a.sizeBytes - b.sizeBytes).at(-1);
}

function byJob(
  runs: readonly ScaleRun[],
  place: (run: ScaleRun) => readonly [number, number],
): Series[] {
  return [...new Set(runs.map(({ job }) => job))].map((name) => {
    const points = runs.filter(({ job }) => job === name).map(place);
    return { name, points: points.toSorted(([a], [b]) => a - b) };
  });
}
