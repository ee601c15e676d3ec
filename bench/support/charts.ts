/** The three kinds of plot: bars in panels, lines over two axes, figures beside their bounds. */

import { COLOURS, element, line, picture, rectangle, SERIES, text } from "./svg.js";

export interface Panel {
  readonly title: string;
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    /** Beside the bar. */
    readonly note: string;
    readonly colour: string;
  }[];
}

const LABEL_WIDTH = 210;
const WIDTH = 780;
const BAR_STEP = 18;

/** Each panel has a scale of its own: bars of one panel can be compared. */
export function barPanels(title: string, panels: readonly Panel[]): string {
  const shapes: string[] = [];
  const span = WIDTH - LABEL_WIDTH - 140;
  let y = 52;
  for (const { title: heading, bars } of panels) {
    shapes.push(text(16, y, heading, { bold: true }));
    y += 8;
    const most = Math.max(...bars.map(({ value }) => value));
    for (const { label, value, note, colour } of bars) {
      const width = Math.max(1, (value / most) * span);
      shapes.push(text(LABEL_WIDTH - 8, y + 12, label, { anchor: "end" }));
      shapes.push(rectangle(LABEL_WIDTH, y + 2, width, BAR_STEP - 5, colour));
      shapes.push(text(LABEL_WIDTH + width + 6, y + 12, note, { fill: COLOURS.quiet }));
      y += BAR_STEP;
    }
    y += 24;
  }
  return picture(WIDTH, y, title, shapes);
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface Axis {
  readonly name: string;
  readonly scale: "linear" | "log";
  readonly ticks: readonly number[];
  show(tick: number): string;
}

const PLOT = { left: 60, top: 62, width: 470, height: 300 };

export function lineChart(
  title: string,
  series: readonly Series[],
  axes: { readonly x: Axis; readonly y: Axis },
): string {
  const { left, top, width, height } = PLOT;
  const x = placer(axes.x, left, width);
  const y = placer(axes.y, top + height, -height);
  const shapes: string[] = [];
  for (const tick of axes.x.ticks) {
    shapes.push(line(x(tick), top, x(tick), top + height, COLOURS.faint));
    shapes.push(text(x(tick), top + height + 18, axes.x.show(tick), { anchor: "middle" }));
  }
  for (const tick of axes.y.ticks) {
    shapes.push(line(left, y(tick), left + width, y(tick), COLOURS.faint));
    shapes.push(text(left - 8, y(tick) + 4, axes.y.show(tick), { anchor: "end" }));
  }
  const middle = { anchor: "middle", fill: COLOURS.quiet } as const;
  shapes.push(text(left + width / 2, top + height + 38, axes.x.name, middle));
  shapes.push(text(left, top - 8, axes.y.name, { fill: COLOURS.quiet }));
  const ends = spread(series.map(({ points }) => y(points.at(-1)?.[1] ?? 1)));
  for (const [index, { name, points }] of series.entries()) {
    const stroke = SERIES[index % SERIES.length] ?? COLOURS.ink;
    const places = points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" ");
    shapes.push(element("polyline", { points: places, fill: "none", stroke, "stroke-width": 2 }));
    for (const [a, b] of points) {
      shapes.push(element("circle", { cx: x(a), cy: y(b), r: 3.5, fill: stroke }));
    }
    const lastX = x(points.at(-1)?.[0] ?? 0);
    shapes.push(text(Math.max(lastX, left) + 10, (ends[index] ?? 0) + 4, name, { fill: stroke }));
  }
  return picture(WIDTH, top + height + 56, title, shapes);
}

function placer({ scale, ticks }: Axis, start: number, length: number): (value: number) => number {
  const of = scale === "log" ? Math.log : (value: number) => value;
  const low = of(ticks[0] ?? 0);
  const high = of(ticks.at(-1) ?? 1);
  return (value) => start + ((of(value) - low) / (high - low || 1)) * length;
}

/** Moves labels apart that would cover each other, keeping their order. */
function spread(places: readonly number[]): number[] {
  const order = places
    .map((place, index) => ({ place, index }))
    .toSorted((a, b) => a.place - b.place);
  const moved = [...places];
  let next = Number.NEGATIVE_INFINITY;
  for (const { place, index } of order) {
    next = Math.max(place, next + 15);
    moved[index] = next;
  }
  return moved;
}

export interface Figure {
  readonly label: string;
  /** As parts of the bound: 1 is the bound itself. */
  readonly measured: number;
  readonly aim: number;
  readonly note: string;
}

/** One row a promise: a dot left of the line is within the bound. */
export function boundChart(title: string, figures: readonly Figure[]): string {
  const left = 330;
  const span = WIDTH - left - 150;
  const most = Math.max(1.2, ...figures.map(({ measured }) => Math.min(measured, 2)));
  const x = (value: number): number => left + (Math.min(value, 2) / most) * span;
  const bottom = 60 + figures.length * 24;
  const shapes = [
    text(x(1), 46, "bound", { anchor: "middle", fill: COLOURS.quiet }),
    line(x(1), 52, x(1), bottom, COLOURS.ink),
  ];
  for (const [index, { label, measured, aim, note }] of figures.entries()) {
    const y = 66 + index * 24;
    const fill = measured <= 1 ? COLOURS.good : COLOURS.bad;
    shapes.push(text(left - 10, y + 4, label, { anchor: "end" }));
    shapes.push(line(left, y, x(most), y, COLOURS.faint));
    shapes.push(line(x(aim), y - 7, x(aim), y + 7, COLOURS.quiet));
    shapes.push(element("circle", { cx: x(measured), cy: y, r: 5, fill }));
    shapes.push(text(x(most) + 12, y + 4, note, { fill: COLOURS.quiet }));
  }
  shapes.push(text(left, bottom + 18, "short strokes: what is aimed for", { fill: COLOURS.quiet }));
  return picture(WIDTH, bottom + 32, title, shapes);
}
