/**
 * Numbers of bytes as people write and read them.
 *
 * Z1. `64M`, `64MB` and `64MiB` mean the same: 64 * 1024 * 1024. One meaning, powers of 1024, everywhere.
 * Z2. `parseSize(formatSizeExact(n)) === n` for every whole number of bytes.
 */

const UNITS = ["", "K", "M", "G", "T"] as const;
const SIZE = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i;

/** Bytes, or null when the text is not a size. */
export function parseSize(text: string): number | null {
  const match = SIZE.exec(text.trim());
  if (match === null) return null;
  const [, digits = "", unit = ""] = match;
  const power = UNITS.findIndex((name) => name === unit.toUpperCase());
  const bytes = Number(digits) * 1024 ** power;
  return Number.isSafeInteger(Math.round(bytes)) ? Math.round(bytes) : null;
}

/** For people: `1.2 GiB`, `64 MiB`, `17 B`. */
export function formatSize(bytes: number): string {
  if (!Number.isFinite(bytes)) return "?";
  let power = 0;
  let value = bytes;
  while (Number(value.toPrecision(value < 1000 ? 3 : 4)) >= 1024 && power < UNITS.length - 1) {
    value /= 1024;
    power++;
  }
  const unit = power === 0 ? "B" : `${UNITS[power]}iB`;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, "")} ${unit}`;
}

/** For flags and messages that must be read back: the largest unit that loses nothing. */
export function formatSizeExact(bytes: number): string {
  let power = 0;
  let value = bytes;
  while (value >= 1024 && value % 1024 === 0 && power < UNITS.length - 1) {
    value /= 1024;
    power++;
  }
  return `${value}${UNITS[power]}`;
}
