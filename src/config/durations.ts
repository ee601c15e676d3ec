/**
 * Spans of time as people write and read them; inside the program they are milliseconds.
 */

const UNITS_MS: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/i;

/** Milliseconds of `500ms`, `90s`, `10m`, `2h`, or null when the text is no duration. */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text.trim());
  if (match === null) return null;
  const [, digits = "", unit = ""] = match;
  const factor = UNITS_MS[unit.toLowerCase()];
  return factor === undefined ? null : Math.round(Number(digits) * factor);
}

/** `0.42 s`, `12.3 s`, `2m 03s`, `1h 02m`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "?";
  const tenths = Math.round(ms / 100);
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`;
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
