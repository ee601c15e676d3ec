/** Fields and results of the join job; text is one character a byte. */

export interface JoinFields {
  readonly leftKey: number;
  readonly rightKey: number;
  /** Null: runs of blanks between fields, a space in results. */
  readonly separator: string | null;
}

/** Without a separator leading blanks do not count, and blanks at the end are followed by an empty field. */
export function splitFields(line: string, separator: string | null): readonly string[] {
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
