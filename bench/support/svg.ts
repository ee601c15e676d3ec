/** A small writer of SVG: shapes and text as strings, no layout. */

export const COLOURS = {
  engine: "#2459c4",
  peer: "#9aa3af",
  limit: "#d9dde3",
  good: "#2f8f4e",
  bad: "#c43d2f",
  ink: "#1f2430",
  faint: "#e3e6ea",
  quiet: "#667080",
} as const;

/** For lines, in this order. */
export const SERIES = ["#2459c4", "#c2571a", "#2f8f4e", "#8a4bb5", "#667080"] as const;

type Attributes = Readonly<Record<string, string | number>>;

export function element(name: string, attributes: Attributes, content = ""): string {
  const words = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === "number" ? String(Number(value.toFixed(1))) : escape(value);
    return ` ${key}="${text}"`;
  });
  return content === ""
    ? `<${name}${words.join("")}/>`
    : `<${name}${words.join("")}>${content}</${name}>`;
}

export function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
): string {
  return element("rect", { x, y, width, height, fill });
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke: string): string {
  return element("line", { x1, y1, x2, y2, stroke });
}

export interface TextStyle {
  readonly anchor?: "start" | "middle" | "end";
  readonly fill?: string;
  readonly bold?: boolean;
}

export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const attributes = {
    x,
    y,
    fill: style.fill ?? COLOURS.ink,
    "text-anchor": style.anchor ?? "start",
    ...(style.bold === true ? { "font-weight": "bold" } : {}),
  };
  return element("text", attributes, escape(content));
}

/** A whole picture, white behind, so that it can be read on a dark page. */
export function picture(
  width: number,
  height: number,
  title: string,
  shapes: readonly string[],
): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": "system-ui, sans-serif",
    "font-size": 12,
    role: "img",
  };
  const all = [
    element("title", {}, escape(title)),
    rectangle(0, 0, width, height, "#ffffff"),
    text(16, 24, title, { bold: true }),
    ...shapes,
  ];
  return `${element("svg", attributes, `\n${all.join("\n")}\n`)}\n`;
}

function escape(content: string): string {
  return content
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
