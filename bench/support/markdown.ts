/** The tables of BENCHMARKS.md, made from results only, so that they cannot differ from what was measured. */

import type { Machine } from "./machine.js";
import {
  type ContestResult,
  type FiguresPass,
  type PeersPass,
  reached,
  type Row,
  type ScalePass,
  type ScaleRun,
} from "./results.js";
import { promisesOf } from "./scale-promises.js";

export function machineText({ processor, cores, memoryBytes, system, node }: Machine): string {
  const memory = (memoryBytes / 2 ** 30).toFixed(0);
  return `${processor}, ${cores} cores, ${memory} GiB; ${system}; Node ${node}`;
}

/** The promises, with the ratio of every pass. */
export function goalsTable(passes: readonly PeersPass[]): string {
  const [first, ...others] = passes;
  if (first === undefined) return "";
  const again = others.map((_, index) => `pass ${index + 2}`);
  const header = ["work", "engine s", "against", "its s", "ratio", ...again, "at most", "aim", ""];
  const rows = first.contests.flatMap(({ name, sizeBytes, rows: [engine, ...peers] }) =>
    peers.flatMap((row) => {
      if (engine === undefined || row.goal === null) return [];
      const { atMost, aim } = row.goal;
      const repeated = others.map((pass) => figure(pass, name, row) ?? "");
      const { verdict } = reached(engine, row, row.goal);
      const measured = figure(first, name, row) ?? "";
      return [
        [
          `${name}, ${size(sizeBytes)}`,
          engine.wallSeconds.toFixed(2),
          row.name,
          row.wallSeconds.toFixed(2),
          measured,
          ...repeated,
          String(atMost),
          String(aim),
          verdict === "NOT MET" ? "**not met**" : verdict,
        ],
      ];
    }),
  );
  return `${passText(first)}\n\n${table(header, rows)}`;
}

function figure(pass: PeersPass, contest: string, row: Row): string | null {
  const [engine, ...others] = pass.contests.find(({ name }) => name === contest)?.rows ?? [];
  const same = others.find(({ name }) => name === row.name);
  if (engine === undefined || same === undefined || row.goal === null) return null;
  const { measured } = reached(engine, same, row.goal);
  return `${measured.toFixed(2)}${row.goal.kind === "ratio" ? "" : " s more"}`;
}

function passText({ date, machine, rounds, versions }: PeersPass): string {
  const tools = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date}. ${machineText(machine)}. ${tools.join(", ")}. ${rounds} rounds, medians.`;
}

/** Everybody in every contest. */
export function contestsTable({ contests }: PeersPass): string {
  const header = ["work", "command", ...TIMING, "MB/s", "engine / it"];
  const rows = contests.flatMap(({ name, sizeBytes, rows: all }) =>
    all.map((row, index) => [
      index === 0 ? `${name}, ${size(sizeBytes)}` : "",
      row.role === "limit" ? `*${row.name}*` : row.name,
      ...timing(row),
      (sizeBytes / 1e6 / row.wallSeconds).toFixed(0),
      index === 0 ? "" : ((all[0]?.wallSeconds ?? 0) / row.wallSeconds).toFixed(2),
    ]),
  );
  return [table(header, rows), missingText(contests)].filter(Boolean).join("\n\n");
}

function missingText(contests: readonly ContestResult[]): string {
  const missing = contests.flatMap((contest) => contest.missing);
  const names = [...new Set(missing.map(({ name }) => name))];
  return names.length === 0 ? "" : `Not installed there, so not measured: ${names.join(", ")}.`;
}

export function scaleTable({ date, machine, rounds, runs }: ScalePass): string {
  const header = ["job", "input", "workers x slots", ...TIMING, "MB/s", "speed-up"];
  const rows = runs.map((run, index) => {
    const alone = runs.find((other) => isAlone(other) && isSameWork(other, run));
    return [
      runs[index - 1]?.job === run.job ? "" : run.job,
      `${size(run.sizeBytes)}${run.memory === null ? "" : `, --memory ${run.memory}`}`,
      `${run.workers} x ${run.slots}`,
      ...timing(run),
      (run.sizeBytes / 1e6 / run.wallSeconds).toFixed(0),
      alone === undefined ? "" : (alone.wallSeconds / run.wallSeconds).toFixed(2),
    ];
  });
  const about = `${date}. ${machineText(machine)}. ${rounds} rounds, medians; memory cases once.`;
  return `${about}\n\n${table(header, rows)}`;
}

function isAlone({ workers, slots }: ScaleRun): boolean {
  return workers * slots === 1;
}

function isSameWork(one: ScaleRun, other: ScaleRun): boolean {
  return one.job === other.job && one.sizeBytes === other.sizeBytes && one.memory === other.memory;
}

export function scaleGoalsTable(passes: readonly ScalePass[]): string {
  const [first, ...others] = passes.map(({ runs }) => promisesOf(runs));
  if (first === undefined) return "";
  const again = others.map((_, index) => `pass ${index + 2}`);
  const header = ["what", "measured", ...again, "bound", "aim", ""];
  const rows = first.map(({ what, measured, bound, aim, verdict }) => [
    what,
    measured,
    ...others.map((promises) => promises.find((same) => same.what === what)?.measured ?? ""),
    bound,
    aim,
    verdict === "NOT MET" ? "**not met**" : verdict,
  ]);
  return table(header, rows);
}

export function figuresTable(passes: readonly FiguresPass[]): string {
  const rows = passes.flatMap(({ figures }) => figures.map(({ name, value }) => [name, value]));
  return table(["what", "measured"], rows);
}

const TIMING = ["wall s", "min to max", "rounds", "CPU s", "peak MB"];

function timing(row: Row | ScaleRun): string[] {
  return [
    row.wallSeconds.toFixed(2),
    `${row.wallMin.toFixed(2)} to ${row.wallMax.toFixed(2)}`,
    String(row.rounds),
    row.cpuSeconds.toFixed(2),
    row.peakBytes === 0 ? "" : (row.peakBytes / 1e6).toFixed(0),
  ];
}

function size(bytes: number): string {
  return bytes >= 2 ** 30 ? `${bytes / 2 ** 30} GiB` : `${bytes / 2 ** 20} MiB`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
export function fillIn(page: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = split(page, start);
  const [, after] = split(rest, end);
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}

function split(page: string, marker: string): [string, string] {
  const at = page.indexOf(marker);
  if (at < 0) throw new Error(`the page has no ${marker}`);
  return [page.slice(0, at), page.slice(at + marker.length)];
}
