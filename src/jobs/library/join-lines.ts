/** Fields and results of the join job; text is one character a byte. */

const SPACE = 0x20;
const TAB = 0x09;
const NOTHING = new Uint8Array(0);

export interface JoinFields {
  readonly leftKey: number;
  readonly rightKey: number;
  /** Null: runs of blanks between fields, a space in results. */
  readonly separator: string | null;
}

/** The bytes of a field, counted from 1, or none. `separator`: null for runs of blanks, those at the beginning left out. */
export function fieldOf(line: Uint8Array, field: number, separator: number | null): Uint8Array {
  let at = separator === null ? skipBlanks(line, 0) : 0;
  for (let left = field - 1; left > 0; left--) {
    at = fieldEnd(line, at, separator);
    if (at === line.length) return NOTHING;
    at = separator === null ? skipBlanks(line, at) : at + 1;
  }
  return line.subarray(at, fieldEnd(line, at, separator));
}

function fieldEnd(line: Uint8Array, start: number, separator: number | null): number {
  let at = start;
  if (separator === null) while (at < line.length && !isBlank(line[at])) at++;
  else while (at < line.length && line[at] !== separator) at++;
  return at;
}

function skipBlanks(line: Uint8Array, start: number): number {
  let at = start;
  while (at < line.length && isBlank(line[at])) at++;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** Without a separator leading blanks do not count, and blanks at the end are followed by an empty field. */
function splitFields(line: string, separator: string | null): readonly string[] {
  if (line === "") return [];
  if (separator !== null) return line.split(separator);
  const text = line.replace(/^[ \t]+/, "");
  return text === "" ? [] : text.split(/[ \t]+/);
}

/** One of the lines may be missing. */
export function joinLines(left: string | null, right: string | null, fields: JoinFields): string {
  const { leftKey, rightKey, separator } = fields;
  const leftFields = left === null ? [] : splitFields(left, separator);
  const rightFields = right === null ? [] : splitFields(right, separator);
  const key = (left === null ? rightFields[rightKey - 1] : leftFields[leftKey - 1]) ?? "";
  return [key, ...without(leftFields, leftKey), ...without(rightFields, rightKey)].join(
    separator ?? " ",
  );
}

function without(fields: readonly string[], key: number): readonly string[] {
  return fields.filter((_, index) => index !== key - 1);
}
